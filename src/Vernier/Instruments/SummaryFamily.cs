using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>A family of summaries whose labels are the fields of a label set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class SummaryFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<Summary, TLabels>
    where TLabels : struct
{
    internal SummaryFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Summary> create)
        : base(definition, settings, create)
    {
    }
}
