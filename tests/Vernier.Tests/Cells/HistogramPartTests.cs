using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

public class HistogramPartTests
{
    private readonly HistogramPart _part = new(2);

    [Fact]
    public void AddTo_RecordingWasBegun_IgnoresItAndDoesNotWait()
    {
        _part.TryAdd(0, 2, 1).ShouldBeTrue();
        _part.TryAdd(1, 3, 4).ShouldBeTrue();
        _part.BeginOnly(1, 100);
        _part.TryAdd(0, 2, 1).ShouldBeFalse();
        for (var i = 0; i < 2; i++)
        {
            var counts = new long[2];
            var sum = default(ExactSum);
            _part.AddTo(counts, ref sum);
            counts.ShouldBe([1, 4]);
            sum.Value.ShouldBe(14);
        }
    }

    [Fact]
    public void AddTo_ThreadsThatRecordInALoop_IsConsistentAndNeverDecreases()
    {
        var ended = false;
        var added = 0L;
        Threads.RunToTheEnd(5, role =>
        {
            if (role > 0)
            {
                while (!Volatile.Read(ref ended))
                {
                    if (_part.TryAdd(role % 2, 2, 3))
                        Interlocked.Add(ref added, 3);
                }
                return;
            }
            try
            {
                long last = 0;
                for (var i = 0; i < 50_000; i++)
                {
                    var counts = new long[2];
                    var sum = default(ExactSum);
                    _part.AddTo(counts, ref sum);
                    sum.Value.ShouldBe(2 * counts.Sum());
                    counts.Sum().ShouldBeGreaterThanOrEqualTo(last);
                    last = counts.Sum();
                }
            }
            finally
            {
                Volatile.Write(ref ended, true);
            }
        });
        var all = new long[2];
        var total = default(ExactSum);
        _part.AddTo(all, ref total);
        all.Sum().ShouldBe(added);
        added.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void TryAdd_CountsBeyondTheMaximum_StayAtIt()
    {
        _part.TryAdd(0, 1, long.MaxValue).ShouldBeTrue();
        _part.TryAdd(0, 1, long.MaxValue).ShouldBeTrue();
        var counts = new long[] { 5, 5 };
        var sum = default(ExactSum);
        _part.AddTo(counts, ref sum);
        counts.ShouldBe([long.MaxValue, 5]);
    }
}
