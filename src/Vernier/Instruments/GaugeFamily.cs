using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family of gauges whose labels are the properties of a record struct, so that the compiler checks them. All members are thread-safe.
/// </summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed class GaugeFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : LabeledFamily<Gauge, TLabels>
    where TLabels : struct
{
    internal GaugeFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Gauge> create)
        : base(definition, settings, create)
    {
    }
}

/// <summary>
/// A family of gauges whose label values are plain strings. Prefer <see cref="GaugeFamily{TLabels}"/> where the labels are known at compile time. All members are thread-safe.
/// </summary>
public sealed class GaugeFamily : LabeledFamily<Gauge>
{
    internal GaugeFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Gauge> create)
        : base(definition, settings, create)
    {
    }
}
