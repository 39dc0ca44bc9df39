using System.Net;
using Microsoft.AspNetCore.Http;

namespace Vernier.Pangolin.Tests.Tunnels;

public class TunnelForwardingTests
{
    [Fact]
    public async Task Request_ConnectedSite_ReachesTheTargetWithItsPathAndHost()
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(
            $"{http.Request.Method} {http.Request.Host} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers.ContainsKey("Pangolin-Target")}"));
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}/base");
        (await host.GetAsync("s-a", "web", "/a%2Fb?q=1")).ShouldBe("GET app.example.com /base/a%2Fb?q=1 False");
    }

    [Fact]
    public async Task Request_UnknownTarget_Returns502WithTheCause()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", "web=http://127.0.0.1:9");
        using var response = await host.SendAsync("s-a", SiteRequest.To("other"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.GetValues("Pangolin-Error").ShouldBe(["unknown_target"]);
    }
}
