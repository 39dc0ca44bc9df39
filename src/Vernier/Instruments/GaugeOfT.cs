using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>A family of gauges whose labels are the fields of a label set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class Gauge<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<Gauge, TLabels>
    where TLabels : struct
{
    internal Gauge(MetricDefinition definition, FamilySettings settings, SeriesFactory<Gauge> create)
        : base(definition, settings, create)
    {
    }
}
