namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>"An underscore and the unit MUST be the suffix of the MetricFamily name"; info metrics and state sets have no unit. An empty unit counts as none.</summary>
internal static class UnitRules
{
    public static void Check(ParsedFamily family)
    {
        if (family.Unit.Length == 0)
            return;
        if (family.Type is ParsedFamilyType.Info or ParsedFamilyType.StateSet)
            throw new ExpositionParseException(family.Position, $"the {family.Type} '{family.Name}' must not have a unit");
        if (!family.Name.EndsWith("_" + family.Unit, StringComparison.Ordinal))
            throw new ExpositionParseException(family.Position, $"the family name '{family.Name}' does not end with its unit, '_{family.Unit}'");
    }
}
