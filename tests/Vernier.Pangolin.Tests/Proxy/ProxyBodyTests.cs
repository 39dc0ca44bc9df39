using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Pangolin.Inventory;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.Pangolin.Tests.Proxy;

/// <summary>Uploads to a resource: through the proxy, the tunnel and the site to a real server that reads them. They are streamed, so they have no limit.</summary>
public class ProxyBodyTests : RequestBodyContract
{
    private int _received;

    protected override IReadOnlyList<string> Families { get; } = ["pangolin_resource_requests_total"];

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        var backend = await Backend.StartAsync(http =>
        {
            Interlocked.Increment(ref _received);
            return http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        });

        // The proxy has its own activity timeout instead of a minimum data rate.
        var host = await PangolinHost.StartAsync(["proxy:activity_timeout=00:00:02"]);
        await host.ConnectAsync(ProxyClient.Site, $"b0={backend.Address}");
        await host.AddResourceAsync(ProxyClient.HttpResource(ProxyClient.Resource, ProxyClient.Host, new Target("b0", 1, false, null)));
        BodyRoute[] routes = [.. from method in new[] { "POST", "PUT", "GET" } select new BodyRoute($"{method} /upload HTTP/1.1\r\nHost: {ProxyClient.Host}\r\n", null)];
        return new BodyServer(host.Proxy().Address, host, routes, host.Scrape, backend);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies) =>
        Waiting.UntilAsync(() => Volatile.Read(ref _received) == bodies, "the requests arrive");
}
