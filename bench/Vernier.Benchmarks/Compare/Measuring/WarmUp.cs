using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>
/// Runs an operation until the runtime has optimized its code, determines the number of calls per batch, and continues until the batches take the same
/// time.
/// </summary>
internal sealed class WarmUp
{
    private const int Window = 5;
    private const double Tolerance = 0.03;
    private const double SmallestPart = 0.7;
    private const double LargestStep = 8;
    private const int MaxCalls = 1 << 30;

    private readonly Runner _runner;
    private readonly RunSettings _settings;
    private readonly long _start = Stopwatch.GetTimestamp();

    public WarmUp(Runner runner, RunSettings settings)
    {
        _runner = runner;
        _settings = settings;
        Calls = 1;
        Optimize();
        Settled = Settle();
    }

    /// <summary>The number of calls per batch.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether the timing has settled.</summary>
    public bool Settled { get; }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    private void Optimize()
    {
        for (var i = 0; (i < _settings.WarmUpCalls || Elapsed < _settings.WarmUpTime) && Elapsed < _settings.WarmUpLimit; i++)
        {
            var part = _runner.Run(Calls).Nanoseconds * Calls / _settings.BatchTime.TotalNanoseconds;
            // Optimized code shortens the batches, so the number is adapted repeatedly, and in steps because short batches are below the resolution of the clock.
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
            if (Elapsed > _settings.WarmUpLimit)
                return false;
            before = now;
        }
    }

    private double MedianOfWindow() => new SortedValues(Enumerable.Range(0, Window).Select(_ => _runner.Run(Calls).Nanoseconds)).Quantile(0.5);
}
