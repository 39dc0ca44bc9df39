using System.Runtime.InteropServices;
using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A family that asks for its series at each walk. What is not reported again is gone from that walk on.</summary>
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
    /// <param name="kind">What to do with values of this type.</param>
    /// <param name="bind">Makes what reports all series to this family, for the walk with the given number.</param>
    /// <param name="collectorName">Whose health stands for the family; null for its own name.</param>
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

    /// <summary>Reports one series; called from within the callback.</summary>
    public void Report(ReadOnlySpan<string> labels, TValue value)
    {
        _kind.Check(value);
        _labels.AddRange(labels);
        _values.Add(value);
    }

    internal override void Prepare(long walk)
    {
        _labels.Clear();
        _values.Clear();
        _new.Clear();
        _read(walk);

        // The series that are there already come first, then those go that were not reported again, and then the new ones come: they meet a
        // limit only when it is really reached. An overflow series may be needed for them and goes last.
        for (var i = 0; i < _values.Count; i++)
        {
            if (Find(LabelsOf(i)) is { } known)
                known.Report(_values[i], walk);
            else
                _new.Add(i);
        }
        RemoveAll(series => series.Walk != walk && !series.LabelValues.Contains(SeriesLimits.Overflow));
        foreach (var i in _new)
            Resolve(LabelsOf(i)).Report(_values[i], walk);
        RemoveAll(series => series.Walk != walk);
    }

    private ReadOnlySpan<string> LabelsOf(int report) => CollectionsMarshal.AsSpan(_labels).Slice(report * LabelNames.Count, LabelNames.Count);
}
