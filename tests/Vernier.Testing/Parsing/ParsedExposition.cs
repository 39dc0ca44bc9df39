namespace Vernier.Testing.Parsing;

/// <summary>A complete, valid exposition.</summary>
internal sealed class ParsedExposition
{
    private readonly Dictionary<string, ParsedFamily> _families;
    private readonly ILookup<(string Name, LabelSet Labels), ParsedSample> _series;
    private readonly ILookup<string, ParsedSample> _byName;

    public ParsedExposition(IReadOnlyList<ParsedFamily> families)
    {
        Families = families;
        _families = families.ToDictionary(family => family.Name, StringComparer.Ordinal);
        _byName = Samples.ToLookup(sample => sample.Name, StringComparer.Ordinal);
        _series = Samples.ToLookup(sample => (sample.Name, sample.Labels));
    }

    public IReadOnlyList<ParsedFamily> Families { get; }

    public IEnumerable<ParsedSample> Samples => Families.SelectMany(family => family.Samples);

    public bool HasFamily(string name) => _families.ContainsKey(name);

    public ParsedFamily Family(string name) => _families.TryGetValue(name, out var family)
        ? family
        : throw new KeyNotFoundException($"No family '{name}'. Families: {string.Join(", ", _families.Keys)}");

    /// <summary>All samples of a series with exactly these labels, in any order; more than one only for several points in time.</summary>
    public IReadOnlyList<ParsedSample> Find(string sampleName, params ReadOnlySpan<(string Name, string Value)> labels) =>
        [.. _series[(sampleName, LabelSet.Of(labels))]];

    /// <summary>The one sample of a series.</summary>
    public ParsedSample Sample(string sampleName, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var found = Find(sampleName, labels);
        return found.Count == 1
            ? found[0]
            : throw new KeyNotFoundException(
                $"{found.Count} samples of {sampleName}{LabelSet.Of(labels)}. Series of that name: {string.Join(" ", _byName[sampleName])}");
    }

    public double Value(string sampleName, params ReadOnlySpan<(string Name, string Value)> labels) => Sample(sampleName, labels).Value;
}
