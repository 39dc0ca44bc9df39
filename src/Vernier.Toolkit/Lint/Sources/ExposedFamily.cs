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
    private readonly HashSet<string> _knownLabels = [];
    private string[] _samples = [];
    private int _series;
    private string? _sampleName;

    public string Name { get; } = name;

    public string Help { get; set; } = "";

    public string? Unit { get; set; }

    public MetricType? Type { get; private set; }

    /// <summary>Whether a <c># TYPE</c> line has been read, even if the type is unknown.</summary>
    public bool HasType { get; private set; }

    public bool HasSamples { get; private set; }

    /// <summary>Whether another family has started after this one.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether it has been reported that the lines of the family are not contiguous.</summary>
    public bool IsReportedAsScattered { get; set; }

    public void SetType(MetricType? type)
    {
        Type = type;
        HasType = true;
        // In OpenMetrics the family is called x and the sample x_total or x_info.
        var suffix = type switch
        {
            MetricType.Counter => MetricSeries.TotalSuffix,
            MetricType.Info => MetricSeries.InfoSuffix,
            _ => "",
        };
        _samples = type is { } known ? [.. MetricSeries.Of(Name + suffix, known).Select(series => series.Name)] : [];
    }

    /// <summary>Whether a family of this type has samples with this name, which is the name of the family with a suffix.</summary>
    public bool HasSample(string sample) => _samples.Contains(sample);

    /// <summary>Adds a sample whose name is the name of the family, with or without a suffix.</summary>
    public void Add(string sample, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        HasSamples = true;
        var suffix = sample[Name.Length..];
        if (suffix == MetricSeries.CreatedSuffix)
            return;
        // Queries read the sample, not the family.
        if (suffix is MetricSeries.TotalSuffix or MetricSeries.InfoSuffix)
            _sampleName = sample;
        if (Type is MetricType.Histogram or MetricType.Summary ? suffix == MetricSeries.CountSuffix : suffix is not (MetricSeries.SumSuffix or MetricSeries.BucketSuffix))
            _series++;
        foreach ((var label, var value) in labels)
        {
            if (label == MetricSeries.BucketLabel && suffix == MetricSeries.BucketSuffix)
                AddNumber(_bounds, value);
            else if (label == MetricSeries.QuantileLabel && Type is MetricType.Summary)
                AddNumber(_quantiles, value);
            else if (!(Type is MetricType.StateSet && label == Name) && _knownLabels.Add(label))
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
