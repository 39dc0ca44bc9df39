using Vernier.Testing;

namespace Vernier.Orchestrix.Tests;

public class MessageRateTests
{
    private readonly ManualTime _time = new();
    private readonly MessageRate _rate;

    public MessageRateTests() => _rate = new MessageRate(_time);

    [Fact]
    public void PerSecond_NoMessage_IsZero() => _rate.PerSecond().ShouldBe(0);

    [Fact]
    public void PerSecond_NewBurst_CountsImmediately()
    {
        Mark(45);

        _rate.PerSecond().ShouldBe(4.5);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10.4)]
    [InlineData(37.9)]
    public void PerSecond_EvenStream_IsItsRate(double seconds)
    {
        for (double t = 0; t < seconds; t += 0.1)
        {
            Mark(3);
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        _rate.PerSecond().ShouldBe(30, 0.5);
    }

    [Fact]
    public void PerSecond_OldBurst_FallsToZero()
    {
        Mark(100);

        After(9.9).ShouldBe(10);
        After(0.6).ShouldBe(5, 0.001);
        After(0.5).ShouldBe(0);
        After(1000).ShouldBe(0);
    }

    [Fact]
    public void PerSecond_PauseLongerThanTheWindow_DropsEarlierMessages()
    {
        Mark(100);
        _time.Advance(TimeSpan.FromHours(5));
        Mark(10);

        _rate.PerSecond().ShouldBe(1);
    }

    [Fact]
    public void Mark_ManyThreads_CountsAll()
    {
        Parallel.For(0, 10_000, _ => _rate.Mark());

        _rate.PerSecond().ShouldBe(1000);
    }

    private double After(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return _rate.PerSecond();
    }

    private void Mark(int times)
    {
        for (var i = 0; i < times; i++)
            _rate.Mark();
    }
}
