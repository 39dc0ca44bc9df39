using Vernier.Testing.Parsing.Families;

namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Reserved family names, and families whose types allow a sample of the same name, whether or not they have it.</summary>
internal static class NameRules
{
    public static void Check(IReadOnlyList<ParsedFamily> families, SampleNames names)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var family in families)
        {
            if (family.Name[0] == '_')
                throw new ExpositionParseException(family.Position, $"the family name '{family.Name}' is reserved, it begins with an underscore");
            foreach (var sample in names.Of(family.Name, family.Type))
            {
                if (owners.TryAdd(sample, family.Name))
                    continue;
                var both = $"the families '{owners[sample]}' and '{family.Name}' clash";
                throw new ExpositionParseException(family.Position, $"{both}: both may have the sample '{sample}'");
            }
        }
    }
}
