using Vernier.AspNetCore.Requests;

namespace Vernier.Pangolin.Tests;

public class PangolinMetricsTests
{
    [Fact]
    public void Constructor_MetricsOff_RegistersNothingAndMethodsDoNothing()
    {
        var metrics = new PangolinMetrics(null, TimeProvider.System);
        metrics.SiteKnown("s-a", "");
        metrics.AccessDecided("s-a", AuthMethod.Password, AccessDecision.NoMoreMethods, AuthFailureReason.InvalidCredentials, TimeSpan.Zero);
        metrics.SiteRemoved("s-a");
    }

    [Fact]
    public void Constructor_Registry_HasTheDocumentedFamilies()
    {
        var registry = new MetricRegistry();
        _ = new PangolinMetrics(registry, TimeProvider.System);
        registry.Families.Count(family => family.Name.StartsWith("pangolin_", StringComparison.Ordinal)).ShouldBe(46);
    }

    [Fact]
    public void ConnectionEnded_RemovedResource_CreatesNoSeries()
    {
        var registry = new MetricRegistry();
        var metrics = new PangolinMetrics(registry, TimeProvider.System);
        metrics.SiteKnown("berlin", "");
        metrics.ResourceKnown("berlin", "wiki", tcp: false);
        metrics.ConnectionStarted("berlin", "wiki", TrafficProtocol.Http1);
        metrics.ResourceRemoved("wiki");
        metrics.BackendRemoved("berlin", "web");
        RecordEnd(metrics);
        LinesOf(registry, "wiki").ShouldBeEmpty();
        LinesOf(registry, "\"web\"").ShouldBeEmpty();

        metrics.ResourceKnown("berlin", "wiki", tcp: false);
        metrics.BackendKnown("berlin", "web");
        RecordEnd(metrics);
        LinesOf(registry, "wiki").ShouldContain("pangolin_resource_requests_total{site_id=\"berlin\",resource_id=\"wiki\",backend=\"web\",method=\"GET\",status=\"200\"} 1");
        LinesOf(registry, "\"web\"").ShouldContain("pangolin_backend_health_status{backend=\"web\",site_id=\"berlin\"} 1");
    }

    [Fact]
    public void TunnelBytes_RemovedSite_CreatesNoSeries()
    {
        var registry = new MetricRegistry();
        var metrics = new PangolinMetrics(registry, TimeProvider.System);
        metrics.SiteKnown("berlin", "");
        metrics.SiteRemoved("berlin");
        metrics.SiteOnline("berlin", Transport.Websocket, online: false);
        metrics.TunnelUp("berlin", Transport.Websocket, up: false);
        metrics.OpenTunnels("berlin", 0);
        metrics.ConnectionDropped("berlin");
        metrics.TunnelBytes("berlin", Transport.Websocket, TrafficDirection.Egress, 17);
        metrics.TokenIssued("berlin", AuthMethod.Password);
        RecordEnd(metrics);
        LinesOf(registry, "berlin").ShouldBeEmpty();

        metrics.SiteKnown("berlin", "");
        metrics.TunnelBytes("berlin", Transport.Websocket, TrafficDirection.Egress, 17);
        LinesOf(registry, "berlin").ShouldContain("pangolin_tunnel_bytes_total{site_id=\"berlin\",transport=\"websocket\",direction=\"egress\"} 17");
    }

    private static IEnumerable<string> LinesOf(MetricRegistry registry, string text) =>
        registry.ToText().Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));

    private static void RecordEnd(PangolinMetrics metrics)
    {
        metrics.BytesForwarded("berlin", "wiki", TrafficProtocol.Http1, TrafficDirection.Egress, 5);
        metrics.BackendHealth("berlin", "web", healthy: true);
        metrics.BackendResponse("berlin", "web", 5);
        metrics.BackendConnectionFailed("berlin", "web", ProxyError.ConnectionRefused);
        metrics.RequestFailed("berlin", "wiki", "web", ProxyError.ClientAborted);
        metrics.RequestCompleted("berlin", "wiki", "web", HttpVerb.Get, 200, TimeSpan.Zero);
        metrics.ConnectionEnded("berlin", "wiki", TrafficProtocol.Http1);
    }
}
