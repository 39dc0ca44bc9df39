using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>What a callback family does with the values that are reported to it: one for each type of metric.</summary>
internal abstract class CallbackKind<TValue>
{
    /// <summary>Throws when the value is not allowed.</summary>
    public abstract void Check(TValue value);

    /// <summary>Two values of one series: those that were folded into the overflow series are added up.</summary>
    public abstract TValue Merge(TValue one, TValue other);

    /// <summary>Shows a series to a visitor.</summary>
    public abstract void Collect(ICollectionVisitor visitor, Series series, TValue value);
}
