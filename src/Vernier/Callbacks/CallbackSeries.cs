using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A series with the value that was reported last. Used within one collection at a time.</summary>
internal sealed class CallbackSeries<TValue> : Series
{
    private readonly CallbackKind<TValue> _kind;
    private TValue _value;

    public CallbackSeries(MetricFamily family, string[] values, CallbackKind<TValue> kind)
        : base(family, values)
    {
        _kind = kind;
        _value = default!;
    }

    /// <summary>The number of the reading that reported the series last.</summary>
    public long Reading { get; private set; }

    private protected override bool BeganAtZero => false;

    public void Report(TValue value, long reading)
    {
        _value = Reading == reading ? _kind.Merge(_value, value) : value;
        Reading = reading;
    }

    internal override void Collect(ICollectionVisitor visitor) => _kind.Collect(visitor, this, _value);
}
