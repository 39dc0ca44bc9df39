namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>The series of a scrape: counters with three labels and histograms with two.</summary>
internal sealed record Population(RequestLabels[] Counters, RouteLabels[] Histograms)
{
    /// <summary>One sample per bucket including +Inf, the sum and the count.</summary>
    private static readonly int LinesOfHistogram = ObservedValues.Bounds.Length + 3;

    /// <summary>The number of samples of a scrape.</summary>
    public int Lines => Counters.Length + (Histograms.Length * LinesOfHistogram);

    public static Population Of(int counters, int histograms = 0) => new(LabelData.Requests(counters), LabelData.RoutesOf(histograms));

    /// <summary>The value of a counter: a count of one to six digits.</summary>
    public static double ValueOf(int counter) => counter * 7919L % 1_000_000;

    /// <summary>The values that a histogram observes.</summary>
    public static ReadOnlySpan<double> ObservedBy(int histogram) => ObservedValues.Durations.AsSpan(histogram * 8 % ObservedValues.Durations.Length, 8);
}
