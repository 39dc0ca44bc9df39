using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>Facts as labels of a series whose value is 1. Nothing is exposed before they are set. All members are thread-safe.</summary>
/// <typeparam name="TLabels">The facts: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed class Info<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : TypedFamily<InfoSeries, TLabels>
    where TLabels : struct
{
    internal Info(MetricDefinition definition, FamilySettings settings)
        : base(definition, settings, static (family, values) => new InfoSeries(family, values))
    {
    }

    /// <summary>Sets the facts; those set before are gone.</summary>
    /// <param name="facts">The facts; a string that is null or empty is left out.</param>
    public void Set(in TLabels facts) => Replace(in facts);
}
