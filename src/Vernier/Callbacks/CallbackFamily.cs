using Vernier.Catalogue;
using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A family that asks for its series at each walk. What is not reported again is gone from that walk on.</summary>
internal sealed class CallbackFamily<TValue> : Family<CallbackSeries<TValue>>
{
    private readonly CallbackKind<TValue> _kind;
    private readonly Action<long> _read;
    private readonly string? _collectorName;
    private long _walk;

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
        Resolve(labels).Report(value, _walk);
    }

    internal override void Prepare(long walk)
    {
        _walk = walk;
        _read(walk);
        RemoveAll(series => series.Walk != walk);
    }
}
