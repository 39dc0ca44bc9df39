using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family of state sets whose label values are plain strings. All members are thread-safe.
/// </summary>
public sealed class StateSetFamily : LabeledFamily<StateSet>
{
    internal StateSetFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<StateSet> create)
        : base(definition, settings, create)
    {
    }
}
