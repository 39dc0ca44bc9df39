using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>A family of gauges whose labels are the fields of a label set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class GaugeFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<Gauge, TLabels>
    where TLabels : struct
{
    internal GaugeFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Gauge> create)
        : base(definition, settings, create)
    {
    }
}
