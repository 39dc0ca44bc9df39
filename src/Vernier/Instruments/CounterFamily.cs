using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>A family of counters whose labels are the fields of a label set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class CounterFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<Counter, TLabels>
    where TLabels : struct
{
    internal CounterFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Counter> create)
        : base(definition, settings, create)
    {
    }
}
