using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family of histograms whose labels are the properties of a record struct, so that the compiler checks them. All members are thread-safe.
/// </summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed class HistogramFamily<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : LabeledFamily<Histogram, TLabels>
    where TLabels : struct
{
    internal HistogramFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Histogram> create)
        : base(definition, settings, create)
    {
    }
}

/// <summary>
/// A family of histograms whose label values are plain strings. Prefer <see cref="HistogramFamily{TLabels}"/> where the labels are known at compile time. All members are thread-safe.
/// </summary>
public sealed class HistogramFamily : LabeledFamily<Histogram>
{
    internal HistogramFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<Histogram> create)
        : base(definition, settings, create)
    {
    }
}
