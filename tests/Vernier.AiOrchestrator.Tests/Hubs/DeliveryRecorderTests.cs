namespace Vernier.AiOrchestrator.Tests.Hubs;

public class DeliveryRecorderTests
{
    private readonly HubParts _parts = new();

    [Fact]
    public void LastMinute_WithoutMessages_IsOne() => _parts.Recorder.LastMinute.ShouldBe(1);

    [Fact]
    public void LastMinute_MessagesOfTheLastMinute_AreCounted()
    {
        _parts.Recorder.Failed(3);
        _parts.Recorder.Delivered(1);
        _parts.Recorder.LastMinute.ShouldBe(0.25);

        _parts.Time.Advance(TimeSpan.FromSeconds(30));
        _parts.Recorder.Delivered(4);
        _parts.Recorder.LastMinute.ShouldBe(5 / 8.0);

        _parts.Time.Advance(TimeSpan.FromSeconds(29));
        _parts.Recorder.LastMinute.ShouldBe(5 / 8.0);
        _parts.Time.Advance(TimeSpan.FromSeconds(1));
        _parts.Recorder.LastMinute.ShouldBe(1);

        _parts.Time.Advance(TimeSpan.FromSeconds(10));
        _parts.Recorder.Failed(4);
        _parts.Recorder.LastMinute.ShouldBe(0.5);
        _parts.Time.Advance(TimeSpan.FromHours(1));
        _parts.Recorder.LastMinute.ShouldBe(1);
    }
}
