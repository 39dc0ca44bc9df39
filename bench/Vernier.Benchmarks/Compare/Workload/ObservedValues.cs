namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>The values to observe, the same in each run, and the bounds of the histograms.</summary>
internal static class ObservedValues
{
    /// <summary>Ten bounds for durations in seconds.</summary>
    public static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    /// <summary>The quantiles of the summaries.</summary>
    public static readonly double[] Quantiles = [0.5, 0.9, 0.99];

    /// <summary>
    /// Durations in seconds with a log-normal distribution around 0.05, which fill all buckets in an unpredictable order, as in production. Their number is
    /// a power of two, so that a loop can wrap around with a mask.
    /// </summary>
    public static readonly double[] Durations = LogNormal(4096);

    /// <summary>Creates log-normal values.</summary>
    public static double[] LogNormal(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => 0.05 * Math.Exp(1.5 * Normal(random)))];
    }

    /// <summary>Creates uniformly distributed values between 1 and 2.</summary>
    public static double[] Uniform(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => 1 + random.NextDouble())];
    }

    /// <summary>Creates exponentially distributed values with a mean of 10.</summary>
    public static double[] Exponential(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => -10 * Math.Log(1 - random.NextDouble()))];
    }

    // Box–Muller transform.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
