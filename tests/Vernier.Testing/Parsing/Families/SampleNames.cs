namespace Vernier.Testing.Parsing.Families;

/// <summary>The sample names of a family by type, as suffixes to its name. A type that is not listed has only the name itself.</summary>
internal sealed class SampleNames(IReadOnlyDictionary<ParsedFamilyType, string[]> suffixes)
{
    private static readonly string[] NoSuffix = [""];

    private readonly string[] _allSuffixes = [.. suffixes.Values.SelectMany(each => each).Append("").Distinct()];

    public IEnumerable<string> Of(string family, ParsedFamilyType type) => Suffixes(type).Select(suffix => family + suffix);

    public bool Allows(string family, ParsedFamilyType type, string sample) =>
        sample.StartsWith(family, StringComparison.Ordinal) && Suffixes(type).Contains(sample[family.Length..]);

    /// <summary>The names of all families that could have a sample of this name with some type.</summary>
    public IEnumerable<string> PossibleFamilies(string sample) => _allSuffixes
        .Where(suffix => sample.Length > suffix.Length && sample.EndsWith(suffix, StringComparison.Ordinal))
        .Select(suffix => sample[..^suffix.Length]);

    private string[] Suffixes(ParsedFamilyType type) => suffixes.GetValueOrDefault(type, NoSuffix);
}
