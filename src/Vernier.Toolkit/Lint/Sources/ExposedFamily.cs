using System.Globalization;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Accumulates the lines of a metric family while an exposition is read.</summary>
internal sealed class ExposedFamily(string name, LintLocation location)
{
    private readonly SortedSet<double> _bounds = [];
    private readonly SortedSet<double> _quantiles = [];
    private readonly List<string> _labels = [];
    private int _series;
    private string? _sampleName;

    public string Name { get; } = name;

    public string Help { get; set; } = "";

    public string? Unit { get; set; }

    public MetricType? Type { get; set; }

    public bool HasType { get; set; }

    public bool HasSamples { get; private set; }

    /// <summary>Whether another family has started after this one.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether it has been reported that the lines of the family are not contiguous.</summary>
    public bool IsReportedAsScattered { get; set; }

    /// <summary>Whether the type has samples with this suffix (OpenMetrics 1.0.0, "Metric Types").</summary>
    public bool HasSamplesWith(string suffix) => suffix switch
    {
        "_total" => Type is MetricType.Counter,
        "_info" => Type is MetricType.Info,
        "_bucket" => Type is MetricType.Histogram,
        "_sum" or "_count" => Type is MetricType.Histogram or MetricType.Summary,
        "_created" => Type is MetricType.Counter or MetricType.Histogram or MetricType.Summary,
        _ => false,
    };

    /// <summary>Adds a sample whose name is the name of the family, with or without a suffix.</summary>
    public void Add(string sample, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        HasSamples = true;
        var suffix = sample[Name.Length..];
        if (suffix == "_created")
            return;
        // In OpenMetrics the family is called x and the sample x_total. Queries read the sample.
        if (suffix is "_total" or "_info")
            _sampleName = sample;
        if (Type is MetricType.Histogram or MetricType.Summary ? suffix == "_count" : suffix is not ("_sum" or "_bucket"))
            _series++;
        foreach ((var label, var value) in labels)
        {
            if (label == "le" && suffix == "_bucket")
                AddNumber(_bounds, value);
            else if (label == "quantile" && Type is MetricType.Summary)
                AddNumber(_quantiles, value);
            else if (!(Type is MetricType.StateSet && label == Name) && !_labels.Contains(label))
                _labels.Add(label);
        }
    }

    public KnownMetric ToMetric() => new(_sampleName ?? Name, Type, location with { Element = $"metric {_sampleName ?? Name}" })
    {
        Help = Help,
        Unit = Unit,
        Labels = HasSamples ? [.. _labels.Select(label => new KnownLabel(label))] : null,
        Buckets = _bounds.Count > 0 ? [.. _bounds] : null,
        Quantiles = HasSamples && Type is MetricType.Summary ? [.. _quantiles] : null,
        ExposedSeries = _series,
    };

    private static void AddNumber(SortedSet<double> numbers, string text)
    {
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            numbers.Add(number);
    }
}
