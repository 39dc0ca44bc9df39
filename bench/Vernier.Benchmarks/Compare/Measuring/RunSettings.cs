namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>The duration and the number of measurements.</summary>
internal sealed record RunSettings
{
    /// <summary>For reliable figures on a quiet machine; all cases take about ten minutes.</summary>
    public static readonly RunSettings Full = new()
    {
        BatchTime = TimeSpan.FromMilliseconds(10),
        Rounds = 61,
        WarmUpCalls = 100,
        WarmUpTime = TimeSpan.FromMilliseconds(500),
        WarmUpLimit = TimeSpan.FromSeconds(10),
        Shrink = 1,
    };

    /// <summary>A smoke test of all cases; the figures are meaningless.</summary>
    public static readonly RunSettings Quick = new()
    {
        BatchTime = TimeSpan.FromMilliseconds(0.2),
        Rounds = 5,
        WarmUpCalls = 12,
        WarmUpTime = TimeSpan.Zero,
        WarmUpLimit = TimeSpan.FromMilliseconds(20),
        Shrink = 100,
    };

    /// <summary>The duration of a batch, long enough that clock resolution and loop overhead are negligible.</summary>
    public required TimeSpan BatchTime { get; init; }

    /// <summary>The number of batches of each library.</summary>
    public required int Rounds { get; init; }

    /// <summary>The minimum number of warm-up batches: the runtime optimizes a method after 30 calls.</summary>
    public required int WarmUpCalls { get; init; }

    /// <summary>The minimum duration of a warm-up: the runtime waits 100 ms before it optimizes, and twice with instrumented tiering.</summary>
    public required TimeSpan WarmUpTime { get; init; }

    /// <summary>The maximum duration of a warm-up. If the timing has not settled by then, the result is marked.</summary>
    public required TimeSpan WarmUpLimit { get; init; }

    /// <summary>The divisor of the numbers of series.</summary>
    public required int Shrink { get; init; }

    /// <summary>Returns the number of series for this run.</summary>
    public int Series(int full) => full / Shrink;
}
