using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>
/// Textual facts, such as a version, as the labels of one series whose value is 1. Nothing is exposed until the facts are set. All members are
/// thread-safe.
/// </summary>
/// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed class Info<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>
    where TLabels : struct
{
    private readonly InfoFamily<TLabels> _family;

    internal Info(InfoFamily<TLabels> family) => _family = family;

    /// <summary>Gets the family of the metric.</summary>
    public MetricFamily Family => _family;

    /// <summary>Sets the facts and removes those that were set before.</summary>
    /// <param name="facts">The facts. A null or empty string is omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An enum has a value that is not one of its members.</exception>
    public void Set(in TLabels facts) => _family.Set(in facts);

    /// <summary>Removes the facts; nothing is exposed until they are set again.</summary>
    public void Clear() => _family.Clear();
}
