using System.Net;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real Pushgateway on loopback with in-memory storage. It can be stopped and restarted, empty and with the same port.</summary>
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

    /// <param name="webConfiguration">The file with the settings for TLS and passwords.</param>
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
            "--persistence.file=", // The default of Debian is a file in /var/lib, which the next server would read.
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

    /// <summary>Returns the exposition, including the metrics of the Pushgateway itself.</summary>
    public async Task<ParsedExposition> ScrapeAsync(CancellationToken cancellationToken = default) =>
        PrometheusTextParser.Parse(await Readiness.Http.GetStringAsync(new Uri(Address, "metrics"), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    // A server that requires a password responds with 401 here, and is ready as well.
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var response = await Readiness.Http.GetAsync(new Uri(Address, "-/ready"), cancellationToken);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
    }
}
