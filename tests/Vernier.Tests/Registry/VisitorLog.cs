using Vernier.Families;

namespace Vernier.Tests.Registry;

/// <summary>Records a collection, one line per call.</summary>
internal sealed class VisitorLog : ICollectionVisitor
{
    public List<string> Lines { get; } = [];

    public List<DateTimeOffset> Times { get; } = [];

    public Dictionary<string, DateTimeOffset> Created { get; } = [];

    public Dictionary<string, DateTimeOffset?> Starts { get; } = [];

    public List<string> Disappeared { get; } = [];

    public bool ThrowsAtEnd { get; init; }

    public void BeginCollection(CollectionContext context) => Times.Add(context.Time);

    public void BeginFamily(MetricFamily family) => Lines.Add($"begin {family.Name}");

    public void Counter(Series series, double value, Exemplar? exemplar) =>
        Add(series, $"counter {value}{(exemplar is null ? "" : $" with {exemplar.Labels[0].Value} {exemplar.Value} at {exemplar.Timestamp:HH:mm:ss}")}");

    public void Gauge(Series series, double value) => Add(series, $"gauge {value}");

    public void Histogram(Series series, in HistogramSnapshot snapshot) =>
        Add(series, $"histogram {Join(snapshot.Bounds)}: {Join(snapshot.Counts)}, {snapshot.Count} = {snapshot.Sum}, {snapshot.Exemplars.Length} exemplars");

    public void NativeHistogram(Series series, in NativeHistogramSnapshot snapshot) => Add(
        series,
        $"native {snapshot.Schema}, {snapshot.ZeroCount} up to {snapshot.ZeroThreshold}, "
        + $"{Join(snapshot.PositiveSpans)}: {Join(snapshot.PositiveCounts)}, {Join(snapshot.NegativeSpans)}: {Join(snapshot.NegativeCounts)}, "
        + $"{snapshot.Count} = {snapshot.Sum}, {snapshot.Exemplars.Length} exemplars, classic {Join(snapshot.ClassicBuckets.Bounds)}");

    public void Summary(Series series, in SummarySnapshot snapshot) =>
        Add(series, $"summary {Join(snapshot.Quantiles)}: {Join(snapshot.Values)}, {snapshot.Count} = {snapshot.Sum}");

    public void Info(Series series) => Add(series, "info");

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
        var states = new List<string>();
        for (var i = 0; i < snapshot.States.Count; i++)
            states.Add($"{snapshot.States[i]}={(snapshot.IsOn(i) ? 1 : 0)}");
        Add(series, $"states {string.Join(' ', states)}");
    }

    public void EndFamily(MetricFamily family) => Lines.Add($"end {family.Name}");

    void ICollectionVisitor.Disappeared(Series series)
    {
        Line(series, "disappeared");
        Disappeared.Add(Name(series).Replace("{}", "", StringComparison.Ordinal));
    }

    public void EndCollection()
    {
        if (ThrowsAtEnd)
            throw new InvalidDataException();
    }

    private static string Join<T>(ReadOnlySpan<T> values) => string.Join(' ', values.ToArray());

    private static string Labels(Series series) => string.Join(',', series.Family.ConstantLabels
        .Concat(series.Family.LabelNames.Zip(series.LabelValues.ToArray(), KeyValuePair.Create))
        .Where(l => l.Value.Length > 0)
        .Select(l => $"{l.Key}=\"{l.Value}\""));

    private static string Name(Series series) => $"{series.Family.Name}{{{Labels(series)}}}";

    private void Add(Series series, string what)
    {
        Line(series, what);
        Created[Name(series)] = series.Created;
        Starts[series.Family.Name] = series.StartTime;
    }

    private void Line(Series series, string what) => Lines.Add(Labels(series) is { Length: > 0 } labels ? $"{{{labels}}} {what}" : what);
}
