using System.Net;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Testing.Parsing;
using TemporaryFolder = Vernier.EndToEnd.Servers.TemporaryFolder;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>A host that serves Pangolin, and a site with a web server, in the namespaces of a <see cref="NetworkLab"/>.</summary>
internal sealed class WireGuardLab : IAsyncDisposable
{
    public const int WireGuardPort = 51820;

    private const string ResourceId = "app";
    private const string ClientId = "laptop";
    private const string Host = "app.example.com";
    private const int HolePunchPort = 21820;

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _processes = [];
    private RemoteBackend? _backend;

    private WireGuardLab(NetworkLab network) => Network = network;

    public NetworkLab Network { get; }

    /// <summary>The site. It is unique, because the name of its interface is derived from it.</summary>
    public string SiteId => $"s-{Environment.ProcessId}-{Network.Number}";

    /// <summary>The name of the interface at the server, which is unique because the control sockets of wireguard-go are shared between namespaces.</summary>
    public string Interface => $"vt{Environment.ProcessId}-{Network.Number}";

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Calls the server from its own namespace.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Starts the server.</summary>
    public static async Task<WireGuardLab> StartAsync()
    {
        var lab = new WireGuardLab(await NetworkLab.CreateAsync());
        try
        {
            await lab.PrepareAsync();
            lab.Http = lab.Network.Server.CreateClient();
            lab.Server = await lab.StartServerAsync();
            lab._backend = await RemoteBackend.StartAsync(lab.Network.Site);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the site in its namespace.</summary>
    public Task<ServerProcess> StartSiteAsync() => StartAsync(
        Network.Site, "site", _ => Task.FromResult(true),
        "site", "--server", Url(3000), "--id", SiteId, "--secret-file", SecretFile, "--target", $"web=http://127.0.0.1:{_backend!.Port}", "--allow-insecure");

    /// <summary>Starts the client in its namespace.</summary>
    public Task<ServerProcess> StartClientAsync(int localPort) => StartAsync(
        Network.Client, "client", _ => Task.FromResult(true),
        "client", "--server", Url(3000), "--id", ClientId, "--secret-file", SecretFile, "--resource", ResourceId, "--local-port", $"{localPort}", "--allow-insecure");

    /// <summary>Sends a request to the resource through the proxy of the server, and returns the status and the body.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)> RequestAsync(string path, byte[]? content = null)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, Url(8088) + path) { Headers = { Host = Host } };
        if (content is not null)
            request.Content = new ByteArrayContent(content);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Returns the value of a series.</summary>
    public async Task<double> MetricAsync(string name, params IReadOnlyList<(string Name, string Value)> labels)
    {
        var text = await Http.GetStringAsync(Url(9464) + "/metrics", TestContext.Current.CancellationToken);
        return PrometheusTextParser.Parse(text).Value(name, [.. labels]);
    }

    /// <summary>Returns the value of a series of the site over WireGuard.</summary>
    public Task<double> WireGuardMetricAsync(string name, params IReadOnlyList<(string Name, string Value)> labels) =>
        MetricAsync(name, [("site_id", SiteId), ("transport", "wireguard"), .. labels]);

    /// <summary>Waits until the tunnel is up or down. Otherwise the test fails with the output of all processes.</summary>
    public async Task WaitForTunnelAsync(bool isUp)
    {
        try
        {
            await Eventually.TrueAsync($"the tunnel is {(isUp ? "up" : "down")}", async _ => await WireGuardMetricAsync("pangolin_tunnel_up") == (isUp ? 1 : 0));
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message}\n{string.Join('\n', _processes.SelectMany(process => process.Output))}", failure);
        }
    }

    /// <summary>Returns the received and sent bytes of the site and the time of its last handshake, as wg reports them.</summary>
    public async Task<(long Received, long Sent, long Handshake)> WgShowAsync()
    {
        var transfer = (await Network.Server.RunAsync("wg", "show", Interface, "transfer")).Single().Split('\t');
        var handshakes = (await Network.Server.RunAsync("wg", "show", Interface, "latest-handshakes")).Single().Split('\t');
        return (Number(transfer[1]), Number(transfer[2]), Number(handshakes[1]));
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await StopAsync(process);
            await process.DisposeAsync();
        }
        if (_backend is not null)
            await _backend.DisposeAsync();
        await Network.DisposeAsync();
        await NetworkNamespace.DeleteLeftBehindAsync();
        _folder.Dispose();
    }

    /// <summary>Ends a process in an orderly way, which removes its interfaces. One that does not end is killed afterwards.</summary>
    private static async Task StopAsync(ServerProcess process)
    {
        try
        {
            if (!process.HasExited)
                await process.StopAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            // The failure of the test is reported, not that of its end.
        }
    }

    private string SecretFile => _folder.Combine("secret");

    private static string Url(int port) => $"http://{NetworkLab.ServerAddress}:{port}";

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Creates the site, the resource and the client in the database, with a server on loopback.</summary>
    private async Task PrepareAsync()
    {
        _folder.Write("secret", PangolinHost.Secret);
        await using var host = await PangolinHost.StartAsync(folder: _folder.Combine("data"));
        await host.AddSiteAsync(SiteId);
        await host.AddResourceAsync(ResourceId, SiteId, Host, "web");
        await host.AddClientAsync(ClientId, ResourceId);
    }

    private Task<ServerProcess> StartServerAsync()
    {
        var configuration = _folder.Write("lab.yml", $$"""
            address: {{NetworkLab.ServerAddress}}
            demo: false
            systems:
              pangolin:
                port: 3000
                public_url: {{Url(3000)}}
                data_directory: {{_folder.Combine("data")}}
                metrics: {enabled: true, port: 9464}
                proxy: {port: 8088}
                tunnels: {allow_insecure: true}
                wireguard:
                  enabled: true
                  interface: {{Interface}}
                  port: {{WireGuardPort}}
                  hole_punch_port: {{HolePunchPort}}
                  keepalive: 1
                  handshake_timeout: 3
                  poll_interval: 0.5
                  poll_timeout: 0.5
            """);
        return StartAsync(Network.Server, "serve", async cancellation => (await Http.GetAsync(Url(9464) + "/metrics", cancellation)).IsSuccessStatusCode,
            "serve", "--config", configuration, "--only", "pangolin", "--demo", "false");
    }

    private async Task<ServerProcess> StartAsync(
        NetworkNamespace space, string folder, Func<CancellationToken, Task<bool>> isReady, params IReadOnlyList<string> arguments)
    {
        var command = new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vernier.Host.dll"), .. arguments])
        {
            WorkingFolder = Directory.CreateDirectory(_folder.Combine(folder)).FullName,
        };
        var process = await ServerProcess.StartAsync(space.In(command), isReady);
        _processes.Add(process);
        return process;
    }
}
