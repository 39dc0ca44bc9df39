using Vernier.Families;

namespace Vernier.AiOrchestrator.Management;

/// <summary>Adds up the series of one family that have the wanted tags. Not thread-safe.</summary>
internal sealed class MeterReader(MetricFamily family, IReadOnlyList<KeyValuePair<string, string>> wanted) : ICollectionVisitor
{
    private const string Count = "COUNT";
    private const string Total = "TOTAL";

    private readonly SortedDictionary<string, double> _measurements = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _tags = new(StringComparer.Ordinal);

    public Meter Result => new(
        Meters.NameOf(family.Definition),
        family.Definition.Help,
        Meters.UnitOf(family.Definition),
        [.. _measurements.Select(measurement => new Measurement(measurement.Key, measurement.Value))],
        [.. _tags.Select(tag => new MeterTag(tag.Key, [.. tag.Value]))]);

    public void BeginFamily(MetricFamily family)
    {
    }

    public void Counter(Series series, double value, Exemplar? exemplar) => Add(series, (Count, value));

    public void Gauge(Series series, double value) => Add(series, ("VALUE", value));

    public void Histogram(Series series, in HistogramSnapshot snapshot) =>
        Add(series, (Count, snapshot.Count), (Meters.TypeOf(family.Definition) == "TIMER" ? "TOTAL_TIME" : Total, snapshot.Sum));

    public void Summary(Series series, in SummarySnapshot snapshot) => Add(series, (Count, snapshot.Count), (Total, snapshot.Sum));

    public void Info(Series series) => Add(series, ("VALUE", 1));

    public void StateSet(Series series, in StateSetSnapshot snapshot) => Add(series);

    public void EndFamily(MetricFamily family)
    {
    }

    private void Add(Series series, params ReadOnlySpan<(string Statistic, double Value)> measurements)
    {
        var tags = new Dictionary<string, string>(series.Family.ConstantLabels);
        for (var i = 0; i < series.LabelValues.Length; i++)
            tags[series.Family.LabelNames[i]] = series.LabelValues[i];
        if (wanted.Any(tag => tags.GetValueOrDefault(tag.Key) != tag.Value))
            return;
        foreach ((var name, var value) in tags.Where(tag => tag.Value.Length > 0))
        {
            if (!_tags.TryGetValue(name, out var values))
                _tags.Add(name, values = new(StringComparer.Ordinal));
            values.Add(value);
        }
        // JSON has no NaN and no infinities.
        foreach ((var statistic, var value) in measurements)
        {
            if (double.IsFinite(value))
                _measurements[statistic] = _measurements.GetValueOrDefault(statistic) + value;
        }
    }
}

/// <summary>A metric: the response of <c>/actuator/metrics/{name}</c>.</summary>
internal sealed record Meter(string Name, string Description, string? BaseUnit, IReadOnlyList<Measurement> Measurements, IReadOnlyList<MeterTag> AvailableTags);

/// <summary>A value over all selected series.</summary>
internal sealed record Measurement(string Statistic, double Value);

/// <summary>A tag that the selected series have, with its values.</summary>
internal sealed record MeterTag(string Tag, IReadOnlyList<string> Values);
