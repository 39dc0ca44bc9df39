using Vernier.Families;

namespace Vernier.Registry;

/// <summary>What all methods that register metrics have in common. Extension methods, so that a registry that is null is reported by its name.</summary>
internal static class RegistrationExtensions
{
    /// <summary>Returns the family of a definition, and creates it on the first call.</summary>
    /// <exception cref="MetricDefinitionException">The definition is invalid.</exception>
    /// <exception cref="MetricClashException">Another metric already uses the name, or the name of a series.</exception>
    public static TFamily GetOrAdd<TFamily>(this MetricRegistry registry, MetricDefinition definition, Func<MetricDefinition, FamilySettings, TFamily> create)
        where TFamily : MetricFamily
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.GetOrAddFamily(definition, create);
    }

    /// <summary>
    /// Returns the family of a metric that was registered with these properties and defaults for all others; null if there is none. Takes no lock and
    /// allocates nothing.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric.</param>
    /// <param name="help">The help text.</param>
    /// <param name="labels">The label names; null for a label set.</param>
    public static TFamily? FindSimple<TFamily>(this MetricRegistry registry, string name, string help, IReadOnlyList<string>? labels)
        where TFamily : MetricFamily
    {
        ArgumentNullException.ThrowIfNull(registry);
        return name is not null && registry.Find(name) is TFamily { IsSimple: true } family && family.Definition.Help == help && HasLabels(family, labels) ? family : null;
    }

    private static bool HasLabels(MetricFamily family, IReadOnlyList<string>? labels)
    {
        if (labels is null)
            return family.Definition.DerivesLabels;
        var names = family.LabelNames;
        if (names.Count != labels.Count || !family.HasSimpleLabels)
            return false;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] != labels[i])
                return false;
        }
        return true;
    }
}
