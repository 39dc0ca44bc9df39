using Vernier.Testing;

namespace Vernier.Orchestrix.Tests;

public class HandlerClockTests
{
    private readonly ManualTime _time = new();
    private readonly HandlerClock _clock;

    public HandlerClockTests() => _clock = new HandlerClock(_time);

    [Fact]
    public void Elapsed_NoPublication_IsTheWholeTime()
    {
        Pass(3);

        _clock.Elapsed().ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Elapsed_Publication_IsExcluded()
    {
        Pass(1);
        _clock.Pause();
        Pass(10);
        _clock.Resume();
        Pass(2);

        _clock.Elapsed().ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Elapsed_OverlappingPublications_SubtractsThemOnce()
    {
        Pass(1);
        _clock.Pause();
        Pass(10);
        _clock.Pause();
        Pass(10);
        _clock.Resume();
        Pass(10);
        _clock.Resume();

        _clock.Elapsed().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Elapsed_UnfinishedPublication_EndsAtItsStart()
    {
        Pass(1);
        _clock.Pause();
        Pass(10);

        _clock.Elapsed().ShouldBe(TimeSpan.FromSeconds(1));
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
