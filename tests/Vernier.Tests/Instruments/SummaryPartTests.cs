using Vernier.Instruments;
using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class SummaryPartTests
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly SummaryPart _part = new(MaxAge, 0);

    [Fact]
    public void Read_ObservationWasBegun_IgnoresItAndDoesNotWait()
    {
        _part.TryAdd(2, 0).ShouldBeTrue();
        _part.TryAdd(3, 0).ShouldBeTrue();
        _part.BeginOnly(100, 0);
        _part.TryAdd(4, 0).ShouldBeFalse();
        _part.Read().ShouldBe((2, 5.0));
        var sketch = new QuantileSketch();
        _part.AddTo(sketch, 0);
        sketch.Quantile(0).ShouldBeInRange(2, 2.02);
    }

    [Theory]
    [InlineData(4999, 1)]
    [InlineData(5000, 0)]
    [InlineData(60_000, 0)]
    public void AddTo_ValuesThatHaveLeftTheWindowAndAreNotCleared_AreIgnored(long now, int count)
    {
        _part.TryAdd(2, 999).ShouldBeTrue();
        var sketch = new QuantileSketch();
        _part.AddTo(sketch, now);
        sketch.Count.ShouldBe(count);
    }

    [Fact]
    public void ReadAndAddTo_ThreadsThatObserveInALoop_AreConsistentAndNeverDecrease()
    {
        var ended = false;
        var added = 0L;
        Threads.RunToTheEnd(4, role =>
        {
            if (role > 0)
            {
                // All octaves, so that the sketch grows in both directions while it is read.
                for (var i = 0; !Volatile.Read(ref ended); i++)
                {
                    if (_part.TryAdd(Math.ScaleB(1, i % 400 * (i % 2 == 0 ? 1 : -1)), i / 1000))
                        Interlocked.Increment(ref added);
                }
                return;
            }
            try
            {
                long last = 0;
                for (var i = 0; i < 20_000; i++)
                {
                    (var count, _) = _part.Read();
                    count.ShouldBeGreaterThanOrEqualTo(last);
                    last = count;
                    if (i % 20 > 0)
                        continue;
                    var sketch = new QuantileSketch();
                    _part.AddTo(sketch, 0);
                    foreach (var quantile in (double[])[0, 0.5, 1])
                    {
                        if (sketch.Count > 0)
                            double.IsFinite(sketch.Quantile(quantile)).ShouldBeTrue();
                    }
                }
            }
            finally
            {
                Volatile.Write(ref ended, true);
            }
        });
        _part.Read().Count.ShouldBe(added);
    }
}
