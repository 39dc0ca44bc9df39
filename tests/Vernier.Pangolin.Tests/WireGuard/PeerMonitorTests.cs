using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.WireGuard;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.WireGuard;

public class PeerMonitorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly MetricRegistry _registry = new();
    private readonly ManualTime _time = new();
    private readonly PeerMonitor _monitor;

    public PeerMonitorTests()
    {
        var metrics = new PangolinMetrics(_registry, _time);
        metrics.SiteKnown("s-a", "");
        metrics.WireGuardKnown("s-a");
        _monitor = new PeerMonitor("s-a", metrics, _time);
        _monitor.Configured(Timeout, isNewKey: true);
    }

    [Fact]
    public void Update_HandshakeTimeChanges_CountsEachHandshakeOnce()
    {
        Update(0);
        Update(100);
        Update(100);
        Handshakes("success").ShouldBe(1);
        Update(220);
        Handshakes("success").ShouldBe(2);
        Handshakes("timeout").ShouldBe(0);
    }

    [Fact]
    public void Update_FirstHandshake_RecordsItsLatency()
    {
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Update(100);
        Update(220);
        var scrape = _registry.Scrape();
        scrape.Value("pangolin_site_handshake_latency_seconds_count", ("site_id", "s-a"), ("transport", "wireguard")).ShouldBe(1);
        scrape.Value("pangolin_site_handshake_latency_seconds_sum", ("site_id", "s-a"), ("transport", "wireguard")).ShouldBe(0.5);
    }

    [Fact]
    public void Update_NoHandshakeInTime_CountsATimeoutForEachPeriod()
    {
        Advance(15, 0);
        Handshakes("timeout").ShouldBe(0);
        Advance(1, 0);
        Handshakes("timeout").ShouldBe(1);
        Advance(10, 0);
        Handshakes("timeout").ShouldBe(1);
        Advance(6, 0);
        Handshakes("timeout").ShouldBe(2);
        _monitor.IsConnecting.ShouldBeFalse();
    }

    [Fact]
    public void Update_NextHandshakeIsLate_CountsATimeoutAndIsDown()
    {
        Update(100);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout).ShouldBeTrue();
        _monitor.IsUp.ShouldBeTrue();
        Advance(179, 100);
        _monitor.IsUp.ShouldBeTrue();
        Advance(2, 100);
        Handshakes("timeout").ShouldBe(1);
        _monitor.IsUp.ShouldBeFalse();
        _registry.Scrape().Value("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(1);
    }

    [Fact]
    public void Measured_SiteDoesNotRespond_IsDownAndExpectsAHandshake()
    {
        Update(100);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        _monitor.Measured(null, Timeout).ShouldBeTrue();
        _monitor.IsUp.ShouldBeFalse();
        _monitor.Measured(null, Timeout).ShouldBeFalse();
        Advance(16, 100);
        Handshakes("timeout").ShouldBe(1);
        _monitor.Measured(TimeSpan.FromMilliseconds(2), Timeout).ShouldBeTrue();
        _monitor.IsUp.ShouldBeTrue();
        Reconnects("ping_timeout").ShouldBe(1);
    }

    [Fact]
    public void Measured_NoHandshake_IsNotUp() => _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout).ShouldBeFalse();

    [Fact]
    public void Update_Bytes_AddsTheDifferencesAlsoAfterAReset()
    {
        Update(100, received: 1_000, sent: 10);
        Update(100, received: 1_500, sent: 10);
        Bytes("egress").ShouldBe(1_500);
        Bytes("ingress").ShouldBe(10);
        Update(100, received: 200, sent: 15);
        Bytes("egress").ShouldBe(1_700);
        Bytes("ingress").ShouldBe(15);
    }

    [Fact]
    public void Configured_NewKeyWhileUp_DropsTheConnectionAndReconnects()
    {
        Update(100, received: 1_000, sent: 10);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        _monitor.Configured(Timeout, isNewKey: true).ShouldBeTrue();
        _monitor.IsUp.ShouldBeFalse();
        _monitor.IsConnecting.ShouldBeTrue();
        Update(101, received: 300, sent: 5);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        Reconnects("restart").ShouldBe(1);
        Bytes("egress").ShouldBe(1_300);
    }

    [Fact]
    public void Configured_SameKeyWhileUp_ChangesNothing()
    {
        Update(100);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        _monitor.Configured(Timeout, isNewKey: false).ShouldBeFalse();
        _monitor.IsUp.ShouldBeTrue();
        _monitor.IsConnecting.ShouldBeFalse();
    }

    [Fact]
    public void Left_WhileUp_IsNotALostConnection()
    {
        Update(100);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        _monitor.Left();
        Advance(1_000, 100);
        _monitor.IsUp.ShouldBeFalse();
        var scrape = _registry.Scrape();
        scrape.Value("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(0);
        Handshakes("timeout").ShouldBe(0);
    }

    [Fact]
    public void Released_SiteIsNotUp_DoesNotCountTimeouts()
    {
        _monitor.Released();
        Advance(1_000, 0);
        Handshakes("timeout").ShouldBe(0);
    }

    [Fact]
    public void Update_ClockOfTheMachineJumps_StaysUp()
    {
        // The time of the handshake is a wall clock time, the age is measured by the monotonic clock.
        Update(100);
        _monitor.Measured(TimeSpan.FromMilliseconds(1), Timeout);
        Update(50);
        _monitor.IsUp.ShouldBeTrue();
    }

    private void Advance(double seconds, long handshake)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Update(handshake);
    }

    private void Update(long handshake, long received = 0, long sent = 0) => _monitor.Update(new PeerStatus("key", null, handshake, received, sent), Timeout);

    private double Handshakes(string result) => _registry.Scrape().Value("pangolin_wg_handshake_total", ("site_id", "s-a"), ("result", result));

    private double Bytes(string direction) =>
        _registry.Scrape().Value("pangolin_tunnel_bytes_total", ("site_id", "s-a"), ("transport", "wireguard"), ("direction", direction));

    private double Reconnects(string reason) =>
        _registry.Scrape().Value("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "wireguard"), ("reason", reason));
}
