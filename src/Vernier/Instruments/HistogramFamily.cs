using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>A family of histograms whose labels are the fields of a label set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class HistogramFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<Histogram, TLabels>
    where TLabels : struct
{
    internal HistogramFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Histogram> create)
        : base(definition, settings, create)
    {
    }
}
