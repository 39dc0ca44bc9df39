using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>
/// Runs a competitor until the runtime has optimized its code, finds how many calls make a batch, and waits, by running on, until one batch takes
/// as long as another.
/// </summary>
internal sealed class WarmUp
{
    private const int Window = 5;
    private const double Tolerance = 0.03;
    private const double SmallestPart = 0.7;
    private const double LargestStep = 8;
    private const int MaxCalls = 1 << 30;

    private readonly Runner _runner;
    private readonly Effort _effort;
    private readonly long _start = Stopwatch.GetTimestamp();

    public WarmUp(Runner runner, Effort effort)
    {
        _runner = runner;
        _effort = effort;
        Calls = 1;
        Optimize();
        Settled = Settle();
    }

    /// <summary>How many calls make a batch.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether the timing settled.</summary>
    public bool Settled { get; }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    private void Optimize()
    {
        for (var i = 0; (i < _effort.WarmUpCalls || Elapsed < _effort.WarmUpTime) && Elapsed < _effort.WarmUpLimit; i++)
        {
            var part = _runner.Run(Calls).Nanoseconds * Calls / _effort.BatchTime.TotalNanoseconds;
            // Again and again while optimized code makes batches shorter; step by step, for the clock is too coarse for a short one.
            if (part < SmallestPart)
                Calls = (int)Math.Min(Calls * Math.Min(1 / part, LargestStep), MaxCalls);
        }
    }

    private bool Settle()
    {
        var before = MedianOfWindow();
        while (true)
        {
            var now = MedianOfWindow();
            if (Math.Abs(now - before) <= Tolerance * before)
                return true;
            if (Elapsed > _effort.WarmUpLimit)
                return false;
            before = now;
        }
    }

    private double MedianOfWindow() => new SortedValues(Enumerable.Range(0, Window).Select(_ => _runner.Run(Calls).Nanoseconds)).Quantile(0.5);
}
