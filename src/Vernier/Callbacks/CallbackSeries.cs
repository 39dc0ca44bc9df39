using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A series with the value that was last reported for it. Used within one walk at a time.</summary>
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

    /// <summary>The walk in which it was last reported.</summary>
    public long Walk { get; private set; }

    private protected override bool BeganAtZero => false;

    public void Report(TValue value, long walk)
    {
        _value = Walk == walk ? _kind.Merge(_value, value) : value;
        Walk = walk;
    }

    internal override void Collect(ICollectionVisitor visitor) => _kind.Collect(visitor, this, _value);
}
