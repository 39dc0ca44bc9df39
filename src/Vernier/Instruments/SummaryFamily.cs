using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family of summaries whose labels are the properties of a record struct, so that the compiler checks them. All members are thread-safe.
/// </summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed class SummaryFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : LabeledFamily<Summary, TLabels>
    where TLabels : struct
{
    internal SummaryFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Summary> create)
        : base(definition, settings, create)
    {
    }
}

/// <summary>
/// A family of summaries whose label values are plain strings. Prefer <see cref="SummaryFamily{TLabels}"/> where the labels are known at compile time. All members are thread-safe.
/// </summary>
public sealed class SummaryFamily : LabeledFamily<Summary>
{
    internal SummaryFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Summary> create)
        : base(definition, settings, create)
    {
    }
}
