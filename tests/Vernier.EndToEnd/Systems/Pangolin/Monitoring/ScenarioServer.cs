using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Pangolin.Tests.SignIn;
using Vernier.Testing.Parsing;
using TemporaryFolder = Vernier.EndToEnd.Servers.TemporaryFolder;

namespace Vernier.EndToEnd.Systems.Pangolin.Monitoring;

/// <summary>
/// The host that serves Pangolin, as a process with a configuration file, and the servers that it needs: pebble, a service of a remote network that also has
/// the plugin, and a stand-in for a mail server.
/// </summary>
internal sealed class ScenarioServer : IAsyncDisposable
{
    public const int PageBytes = 1_000;

    /// <summary>The hosts that get a certificate. The ACME server rejects the last one.</summary>
    public static readonly string[] AcmeHosts = ["a.example.com", "b.example.com", PebbleServer.BlockedHost];

    private static readonly byte[] Plugin = Encoding.UTF8.GetBytes("plugin");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _watching = new();
    private readonly int _pagePort = FreePort.Next();
    private readonly int _proxyPort = FreePort.Next();
    private readonly int _metricsPort = FreePort.Next();
    private PebbleServer? _pebble;
    private ServerProcess? _process;
    private Task _watcher = Task.CompletedTask;

    public Uri Page => new($"http://127.0.0.1:{_pagePort}");

    public Uri Proxy => new($"http://127.0.0.1:{_proxyPort}");

    public Uri Metrics => new($"http://127.0.0.1:{_metricsPort}/metrics");

    public string DataDirectory => _folder.Combine("data");

    public string SetupCodeFile => Path.Combine(DataDirectory, "setup-code");

    public string TraefikFolder => _folder.Combine("traefik");

    public Backend Backend { get; private set; } = null!;

    public SmtpServerStandIn Mail { get; } = new();

    public SeenSeries Seen { get; } = new();

    public IReadOnlyCollection<string> Output => _process?.Output ?? [];

    public static async Task<ScenarioServer> StartNewAsync()
    {
        var server = new ScenarioServer();
        try
        {
            Directory.CreateDirectory(server.TraefikFolder);
            server.Backend = await Backend.StartAsync(HandleAsync);
            server._pebble = await PebbleServer.StartNewAsync(challengePort: server._proxyPort);
            server.Configure("1");
            await server.StartAsync();
            server._watcher = server.WatchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the configuration file.</summary>
    /// <param name="pingInterval">The interval of pings, as text.</param>
    public void Configure(string pingInterval) => _folder.Write("vernier.yml", $$"""
        demo: false
        systems:
          pangolin:
            port: {{_pagePort}}
            public_url: http://localhost:{{_pagePort}}
            data_directory: {{DataDirectory}}
            metrics: {port: {{_metricsPort}}}
            proxy: {port: {{_proxyPort}}}
            tunnels: {ping_interval: {{pingInterval}}, health_check_interval: 1, health_check_timeout: 1}
            console: {resource_session_lifetime: 60}
            jobs: {max_concurrent_jobs: 1}
            sign_in:
              smtp: {host: 127.0.0.1, port: {{Mail.Port}}, encryption: none, from: pangolin@example.com}
            certificates:
              acme: {directory: '{{_pebble!.Directory}}', accept_terms: true, ca_file: '{{_pebble.CaFile}}', hosts: [{{string.Join(", ", AcmeHosts)}}]}
            traefik:
              file: {{Path.Combine(TraefikFolder, "dynamic.yml")}}
              plugins: { example: { url: '{{Backend.Address}}/plugin.zip', sha256: {{Convert.ToHexString(SHA256.HashData(Plugin))}} } }
        """);

    public async Task RestartAsync()
    {
        (await _process!.StopAsync()).ShouldBe(0, string.Join('\n', _process.Output));
        await _process.DisposeAsync();
        await StartAsync();
    }

    public async Task<ParsedExposition> ScrapeAsync(CancellationToken cancellation) => PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(Metrics, cancellation));

    public async ValueTask DisposeAsync()
    {
        await _watching.CancelAsync();
        await _watcher;
        if (_process is not null)
            await _process.DisposeAsync();
        if (_pebble is not null)
            await _pebble.DisposeAsync();
        if (Backend is not null)
            await Backend.DisposeAsync();
        await Mail.DisposeAsync();
        _watching.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        var command = new Command("dotnet", Path.Combine(AppContext.BaseDirectory, "Vernier.Host.dll"), "--only", "pangolin") { WorkingFolder = _folder.FullName };
        _process = await ServerProcess.StartAsync(command, Readiness.Url(Metrics));
    }

    /// <summary>Scrapes often, so that gauges are seen that return to 0.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(_watching.Token))
            {
                try
                {
                    Seen.Add(await ScrapeAsync(_watching.Token));
                }
                catch (HttpRequestException)
                {
                    // The server restarts.
                }
            }
        }
        catch (OperationCanceledException) when (_watching.IsCancellationRequested)
        {
            // The scenario has ended.
        }
    }

    private static async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path == "/plugin.zip")
        {
            await http.Response.Body.WriteAsync(Plugin, http.RequestAborted);
        }
        else if (http.Request.Path == "/stream")
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        }
        else if (HttpMethods.IsPost(http.Request.Method))
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await http.Response.Body.WriteAsync(new byte[PageBytes], http.RequestAborted);
        }
    }
}
