using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family of counters whose labels are the properties of a record struct, so that the compiler checks them. All members are thread-safe.
/// </summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed class CounterFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : LabeledFamily<Counter, TLabels>
    where TLabels : struct
{
    internal CounterFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Counter> create)
        : base(definition, settings, create)
    {
    }
}

/// <summary>
/// A family of counters whose label values are plain strings. Prefer <see cref="CounterFamily{TLabels}"/> where the labels are known at compile time. All members are thread-safe.
/// </summary>
public sealed class CounterFamily : LabeledFamily<Counter>
{
    internal CounterFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Counter> create)
        : base(definition, settings, create)
    {
    }
}
