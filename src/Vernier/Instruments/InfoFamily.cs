using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>The family behind an <see cref="Info{TLabels}"/>: at most one series.</summary>
internal sealed class InfoFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : LabeledFamily<InfoSeries, TLabels>
    where TLabels : struct
{
    public InfoFamily(MetricDefinition definition, FamilySettings settings)
        : base(definition, settings, static (family, values) => new InfoSeries(family, values)) => Instrument = new Info<TLabels>(this);

    public Info<TLabels> Instrument { get; }

    public void Set(in TLabels facts) => Replace(in facts);

    /// <summary>Takes the series while it is not being replaced, so that each collection has exactly one.</summary>
    internal override void Collect(ICollectionVisitor visitor)
    {
        InfoSeries? current;
        lock (Gate)
            current = Latest();
        if (current is null)
        {
            DropWriterCaches();
            return;
        }
        visitor.BeginFamily(this);
        current.Collect(visitor);
        visitor.EndFamily(this);
    }
}
