namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>How long and how often things are measured.</summary>
internal sealed record Effort
{
    /// <summary>For figures that can be relied on, on a quiet machine: some ten minutes for all cases.</summary>
    public static readonly Effort Full = new()
    {
        BatchTime = TimeSpan.FromMilliseconds(10),
        Rounds = 61,
        WarmUpCalls = 100,
        WarmUpTime = TimeSpan.FromMilliseconds(500),
        WarmUpLimit = TimeSpan.FromSeconds(10),
        Shrink = 1,
    };

    /// <summary>To see that everything runs; the figures mean nothing.</summary>
    public static readonly Effort Quick = new()
    {
        BatchTime = TimeSpan.FromMilliseconds(0.2),
        Rounds = 5,
        WarmUpCalls = 12,
        WarmUpTime = TimeSpan.Zero,
        WarmUpLimit = TimeSpan.FromMilliseconds(20),
        Shrink = 100,
    };

    /// <summary>How long a batch should be, so that the clock and the start of a loop weigh nothing.</summary>
    public required TimeSpan BatchTime { get; init; }

    /// <summary>How many batches each contestant runs.</summary>
    public required int Rounds { get; init; }

    /// <summary>The least number of warm-up batches: the runtime optimizes a method after 30 calls.</summary>
    public required int WarmUpCalls { get; init; }

    /// <summary>The least time of a warm-up: the runtime waits 100 ms before it optimizes, and twice when it has counted branches.</summary>
    public required TimeSpan WarmUpTime { get; init; }

    /// <summary>How long it may take until the timing settles; then it is measured as it is, and marked.</summary>
    public required TimeSpan WarmUpLimit { get; init; }

    /// <summary>By how much the numbers of series are divided.</summary>
    public required int Shrink { get; init; }

    /// <summary>A number of series.</summary>
    public int Series(int full) => full / Shrink;
}
