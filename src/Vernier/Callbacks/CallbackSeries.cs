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

    /// <summary>The number of the collection in which the series was reported last.</summary>
    public long Collection { get; private set; }

    private protected override bool BeganAtZero => false;

    public void Report(TValue value, long collection)
    {
        _value = Collection == collection ? _kind.Merge(_value, value) : value;
        Collection = collection;
    }

    internal override void Collect(ICollectionVisitor visitor) => _kind.Collect(visitor, this, _value);
}
