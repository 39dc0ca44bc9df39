using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>Exposes textual facts, such as a version, as the labels of one series with the value 1.</summary>
/// <remarks>
/// <para>
/// Use an info metric for facts that change rarely, and join it in queries: <c>rate(http_requests_total[5m]) * on (instance) group_left (version)
/// app_build_info</c>. Do not add such facts to every metric as a label. For a status that changes, use a <see cref="StateSet"/>.
/// </para>
/// <para>
/// By convention the name ends in <c>_info</c>. Nothing is exposed until the facts are set. All members are thread-safe.
/// </para>
/// <code>
/// registry.Info&lt;Build&gt;("shop_build_info", "Version of the shop.").Set(new("1.4.2", "9fceb02"));
///
/// readonly record struct Build(string Version, string Commit);
/// </code>
/// </remarks>
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
