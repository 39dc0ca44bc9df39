using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>There is no value: the labels are all.</summary>
internal sealed class InfoCallback : CallbackKind<ValueTuple>
{
    public override void Check(ValueTuple value)
    {
        // There is nothing to check.
    }

    public override ValueTuple Merge(ValueTuple one, ValueTuple other) => one;

    public override void Collect(ICollectionVisitor visitor, Series series, ValueTuple value) => visitor.Info(series);
}
