namespace Vernier.Testing.Parsing;

/// <summary>A family in the order of the text. In OpenMetrics the name of a counter has no "_total"; in 0.0.4 it is the whole sample name.</summary>
internal sealed record ParsedFamily
{
    public required string Name { get; init; }

    public required ParsedFamilyType Type { get; init; }

    /// <summary>The unescaped text; empty if missing.</summary>
    public required string Help { get; init; }

    /// <summary>Always empty in 0.0.4, which has no units.</summary>
    public required string Unit { get; init; }

    /// <summary>"TYPE", "UNIT" and "HELP" if present, in the order of the text.</summary>
    public required IReadOnlyList<string> Metadata { get; init; }

    public required IReadOnlyList<ParsedSample> Samples { get; init; }

    /// <summary>The first line of the family.</summary>
    public required TextPosition Position { get; init; }

    /// <summary>False if the family has only samples; both formats allow that, but good exporters avoid it.</summary>
    public bool IsDeclared => Metadata.Contains("TYPE");

    /// <summary>The histogram with exactly these labels ("le" left out); also for gauge histograms.</summary>
    public HistogramView Histogram(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var wanted = LabelSet.Of(labels);
        return HistogramView.From(this, wanted, Samples.Where(sample => sample.Labels.Without("le").Equals(wanted)));
    }

    public IReadOnlyList<HistogramView> Histograms() =>
        [.. Samples.GroupBy(sample => sample.Labels.Without("le")).Select(group => HistogramView.From(this, group.Key, group))];

    /// <summary>The summary with exactly these labels ("quantile" left out).</summary>
    public SummaryView Summary(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var wanted = LabelSet.Of(labels);
        return SummaryView.From(this, wanted, Samples.Where(sample => sample.Labels.Without("quantile").Equals(wanted)));
    }

    public IReadOnlyList<SummaryView> Summaries() =>
        [.. Samples.GroupBy(sample => sample.Labels.Without("quantile")).Select(group => SummaryView.From(this, group.Key, group))];
}

/// <summary>The types of both formats. 0.0.4 names <see cref="Unknown"/> "untyped" and has neither gauge histograms, infos nor state sets.</summary>
internal enum ParsedFamilyType
{
    Unknown,
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
}
