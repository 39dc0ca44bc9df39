using System.Net;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real Pushgateway on loopback that keeps everything in memory. It can be stopped and started again, on the same port and empty.</summary>
internal sealed class PushgatewayServer : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly TemporaryFolder _folder = new();
    private readonly string _webConfiguration;
    private ServerProcess? _process;

    private PushgatewayServer(string webConfiguration)
    {
        Address = new Uri($"http://127.0.0.1:{_port}");
        _webConfiguration = _folder.Write("web.yml", webConfiguration);
    }

    public Uri Address { get; }

    /// <param name="webConfiguration">The file for TLS and passwords.</param>
    public static async Task<PushgatewayServer> StartNewAsync(string webConfiguration = "")
    {
        var server = new PushgatewayServer(webConfiguration);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var command = new Command(InstalledProgram.Find("prometheus-pushgateway", package: "prometheus-pushgateway"),
            $"--web.listen-address=127.0.0.1:{_port}",
            "--persistence.file=", // Debian's would be kept in /var/lib, and read by the next one.
            $"--web.config.file={_webConfiguration}");
        _process = await ServerProcess.StartAsync(command, IsReadyAsync);
    }

    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        await process.StopAsync();
        await process.DisposeAsync();
        _process = null;
    }

    /// <summary>What Prometheus would scrape from it, its own metrics too.</summary>
    public async Task<ParsedExposition> ScrapeAsync(CancellationToken cancellationToken = default) =>
        PrometheusTextParser.Parse(await Readiness.Http.GetStringAsync(new Uri(Address, "metrics"), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    // One that asks for a password asks for it here too, and is ready as well.
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var response = await Readiness.Http.GetAsync(new Uri(Address, "-/ready"), cancellationToken);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
    }
}
