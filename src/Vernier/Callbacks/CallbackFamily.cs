using System.Runtime.InteropServices;
using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A family that reads its series from a callback at each collection. Series that are not reported again are removed.</summary>
internal sealed class CallbackFamily<TValue> : MetricFamily<CallbackSeries<TValue>>
{
    private readonly CallbackKind<TValue> _kind;
    private readonly Action<long> _read;
    private readonly string? _collectorName;
    private readonly List<string> _labels = [];
    private readonly List<TValue> _values = [];
    private readonly List<int> _new = [];

    /// <param name="definition">The metric.</param>
    /// <param name="settings">The registry's settings.</param>
    /// <param name="kind">Handles the values.</param>
    /// <param name="bind">Returns the delegate that reports all series to this family for the collection with the given number.</param>
    /// <param name="collectorName">The name under which failures are counted; null for the name of the family.</param>
    public CallbackFamily(
        MetricDefinition definition,
        FamilySettings settings,
        CallbackKind<TValue> kind,
        Func<CallbackFamily<TValue>, Action<long>> bind,
        string? collectorName)
        : base(definition, settings, (family, values) => new CallbackSeries<TValue>(family, values, kind))
    {
        _kind = kind;
        _read = bind(this);
        _collectorName = collectorName;
    }

    internal override string CollectorName => _collectorName ?? Name;

    /// <summary>Reports one series. Called by the callback.</summary>
    public void Report(ReadOnlySpan<string> labels, TValue value)
    {
        _kind.Check(value);
        _labels.AddRange(labels);
        _values.Add(value);
    }

    internal override void Prepare(long collection)
    {
        _labels.Clear();
        _values.Clear();
        _new.Clear();
        _read(collection);

        // First update the known series, then remove those that were not reported again, and add new ones last, so that a limit applies only
        // when it is really reached. New series may need the overflow series, which is therefore removed after them.
        for (var i = 0; i < _values.Count; i++)
        {
            if (Find(LabelsOf(i)) is { } known)
                known.Report(_values[i], collection);
            else
                _new.Add(i);
        }
        RemoveAll(series => series.Collection != collection && !series.LabelValues.Contains(SeriesLimits.Overflow));
        foreach (var i in _new)
            Resolve(LabelsOf(i)).Report(_values[i], collection);
        RemoveAll(series => series.Collection != collection);
    }

    private ReadOnlySpan<string> LabelsOf(int report) => CollectionsMarshal.AsSpan(_labels).Slice(report * LabelNames.Count, LabelNames.Count);
}
