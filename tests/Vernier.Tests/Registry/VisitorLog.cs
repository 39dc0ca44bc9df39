using Vernier.Families;

namespace Vernier.Tests.Registry;

/// <summary>Records a collection, one line per call.</summary>
internal sealed class VisitorLog : ICollectionVisitor
{
    public List<string> Lines { get; } = [];

    public Dictionary<string, DateTimeOffset> Created { get; } = [];

    public void BeginFamily(MetricFamily family) => Lines.Add($"begin {family.Name}");

    public void Counter(Series series, double value, Exemplar? exemplar) =>
        Add(series, $"counter {value}{(exemplar is null ? "" : $" with {exemplar.Labels[0].Value} {exemplar.Value} at {exemplar.Timestamp:HH:mm:ss}")}");

    public void Gauge(Series series, double value) => Add(series, $"gauge {value}");

    public void Histogram(Series series, in HistogramSnapshot snapshot) =>
        Add(series, $"histogram {Join(snapshot.Bounds)}: {Join(snapshot.Counts)}, {snapshot.Count} = {snapshot.Sum}, {snapshot.Exemplars.Length} exemplars");

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

    private static string Join<T>(ReadOnlySpan<T> values) => string.Join(' ', values.ToArray());

    private void Add(Series series, string what)
    {
        var labels = string.Join(',', series.Family.ConstantLabels
            .Concat(series.Family.LabelNames.Zip(series.LabelValues.ToArray(), KeyValuePair.Create))
            .Where(l => l.Value.Length > 0)
            .Select(l => $"{l.Key}=\"{l.Value}\""));
        Lines.Add(labels.Length == 0 ? what : $"{{{labels}}} {what}");
        Created[$"{series.Family.Name}{{{labels}}}"] = series.Created;
    }
}
