using Vernier.Tests.Exposition.Parsing.Families;

namespace Vernier.Tests.Exposition.Parsing.OpenMetrics;

/// <summary>Family names that are reserved, and families that by their types could have a sample of the same name, whether they have it or not.</summary>
internal static class NameRules
{
    public static void Check(IReadOnlyList<ParsedFamily> families, SampleNames names)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ParsedFamily family in families)
        {
            if (family.Name[0] == '_')
                throw new ExpositionParseException(family.Position, $"the family name '{family.Name}' is reserved, it begins with an underscore");
            foreach (string sample in names.Of(family.Name, family.Type))
            {
                if (owners.TryAdd(sample, family.Name))
                    continue;
                string both = $"the families '{owners[sample]}' and '{family.Name}' clash";
                throw new ExpositionParseException(family.Position, $"{both}: both may have the sample '{sample}'");
            }
        }
    }
}
