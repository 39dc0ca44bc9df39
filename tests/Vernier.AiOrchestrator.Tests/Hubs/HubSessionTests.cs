namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubSessionTests
{
    private readonly HubParts _parts = new();

    [Fact]
    public void Snapshot_NewSession_HasNoLatencyAndFullDelivery()
    {
        _parts.Session.Connected(_parts.Time.GetUtcNow(), isReconnection: false);
        var snapshot = _parts.Session.Snapshot();
        snapshot.AverageLatency.ShouldBe(0);
        snapshot.MaxLatency.ShouldBe(0);
        snapshot.DeliveryRate.ShouldBe(1);
        snapshot.ReconnectionCount.ShouldBe(0);
        snapshot.ConnectedAt.ShouldBe(_parts.Time.GetUtcNow().UtcDateTime);
        snapshot.QualityScore.ShouldBe(100);
    }

    [Fact]
    public void Snapshot_ManyRoundTrips_CoversTheLastHundred()
    {
        _parts.Session.RoundTripMeasured(TimeSpan.FromSeconds(9));
        for (var i = 0; i < 50; i++)
            _parts.Session.RoundTripMeasured(TimeSpan.FromMilliseconds(10));
        _parts.Session.Snapshot().MaxLatency.ShouldBe(9000);
        for (var i = 0; i < 50; i++)
            _parts.Session.RoundTripMeasured(TimeSpan.FromMilliseconds(30));

        var snapshot = _parts.Session.Snapshot();
        snapshot.AverageLatency.ShouldBe(20);
        snapshot.MaxLatency.ShouldBe(30);
    }

    [Fact]
    public void Connected_AfterADisconnection_CountsTheReconnection()
    {
        _parts.Session.Connected(_parts.Time.GetUtcNow(), isReconnection: false);
        _parts.Session.Disconnected(_parts.Time.GetUtcNow());
        _parts.Session.DisconnectedAt.ShouldNotBeNull();
        _parts.Time.Advance(TimeSpan.FromSeconds(5));

        _parts.Session.Connected(_parts.Time.GetUtcNow(), isReconnection: true);

        _parts.Session.DisconnectedAt.ShouldBeNull();
        var snapshot = _parts.Session.Snapshot();
        snapshot.ReconnectionCount.ShouldBe(1);
        snapshot.ConnectedAt.ShouldBe(_parts.Time.GetUtcNow().UtcDateTime);
        snapshot.QualityScore.ShouldBe(94, 1e-9);
    }

    [Fact]
    public void Send_EarlierSequence_IsAReplay()
    {
        _parts.Session.Send(1).ShouldBeTrue();
        _parts.Session.Send(2).ShouldBeTrue();
        _parts.Session.Send(2).ShouldBeFalse();
        _parts.Session.Send(1).ShouldBeFalse();
        _parts.Session.Send(3).ShouldBeTrue();
        _parts.Session.Snapshot().MessagesSent.ShouldBe(3);
    }
}
