using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Proxy;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

/// <summary>Sends requests to the proxy of a server, under the host names of resources.</summary>
internal static class ProxyClient
{
    public const string Site = "s-a";
    public const string Resource = "web";
    public const string Host = "app.example.test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ProxyServer Proxy(this PangolinHost host) => host.Services.GetRequiredService<ProxyServer>();

    /// <summary>Starts a server with one site, and the resource <see cref="Resource"/> under <see cref="Host"/> without sign-in.</summary>
    /// <param name="backends">The addresses of the backends of the resource, which are named b0, b1, …</param>
    public static Task<PangolinHost> StartAsync(params IEnumerable<string> backends) => StartAsync([], backends);

    /// <summary>Starts a server with settings.</summary>
    public static async Task<PangolinHost> StartAsync(IEnumerable<string> settings, IEnumerable<string> backends)
    {
        var targets = backends.Select((address, index) => (Name: $"b{index}", Address: address)).ToList();
        var host = await PangolinHost.StartAsync(settings);
        await host.ConnectAsync(Site, targets.Select(target => $"{target.Name}={target.Address}"));
        await host.AddResourceAsync(HttpResource(Resource, Host, [.. targets.Select(target => new Target(target.Name, 1, false, null))]));
        return host;
    }

    public static Resource HttpResource(string id, string hostName, params Target[] targets) =>
        new() { Id = id, Name = id, SiteId = Site, Kind = ResourceKind.Http, Host = hostName, Targets = targets };

    /// <param name="host">The server.</param>
    /// <param name="certificate">Uses HTTPS and expects this certificate. Default: HTTP.</param>
    public static HttpClient CreateClient(this PangolinHost host, X509Certificate2? certificate = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (_, cancellation) => new NetworkStream(await ConnectAsync(certificate is not null ? host.Proxy().TlsAddress! : host.Proxy().Address, cancellation), ownsSocket: true),
        SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate!.Thumbprint },
    })
    {
        BaseAddress = new Uri($"{(certificate is not null ? "https" : "http")}://{Host}/"),
        Timeout = TestTimeouts.Default,
    };

    public static async Task<Socket> ConnectAsync(Uri address, CancellationToken cancellation = default)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellation);
        return socket;
    }

    /// <summary>Sends bytes, and returns everything until the server closes the connection.</summary>
    public static async Task<string> SendRawAsync(this PangolinHost host, string request)
    {
        using var socket = await ConnectAsync(host.Proxy().Address, Cancellation);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), Cancellation);
        return await ReadToEndAsync(socket);
    }

    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, Cancellation).AsTask().WithTimeout() is var read and > 0)
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return text.ToString();
    }

    /// <summary>Waits until no request is in progress, so that all are counted, and returns the number of requests with a status.</summary>
    public static async Task<double> RequestsAsync(this PangolinHost host, int status, string? backend = "b0", string method = "GET")
    {
        await host.IdleAsync();
        return host.Sum("pangolin_resource_requests_total", ("status", $"{status}"), ("method", method), backend is null ? null : ("backend", backend));
    }

    /// <summary>Waits until no request is in progress.</summary>
    public static Task IdleAsync(this PangolinHost host) => Waiting.UntilAsync(() => host.Sum("pangolin_resource_active_connections") == 0, "no request is in progress");

    public static double Errors(this PangolinHost host, string error) => host.Sum("pangolin_resource_errors_total", ("error_type", error));

    public static double Bytes(this PangolinHost host, string direction, string resource = Resource) =>
        host.Sum("pangolin_resource_bandwidth_bytes_total", ("direction", direction), ("resource_id", resource));

    /// <summary>Returns the sum of the series of a family that have some labels; 0 if there are none.</summary>
    public static double Sum(this PangolinHost host, string name, params (string Name, string Value)?[] labels) =>
        host.Scrape().Samples
            .Where(sample => sample.Name == name && labels.All(label => label is null || sample.Labels[label.Value.Name] == label.Value.Value))
            .Sum(sample => sample.Value);
}
