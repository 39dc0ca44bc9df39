namespace Vernier.Testing.Parsing;

/// <summary>The samples of one histogram or summary by their suffix; one suffix may be repeated, the others occur once.</summary>
internal sealed class SamplesByName
{
    private readonly string _owner;
    private readonly Dictionary<string, ParsedSample> _bySuffix = [];
    private readonly List<ParsedSample> _repeated = [];

    private SamplesByName(string owner) => _owner = owner;

    public IReadOnlyList<ParsedSample> Repeated => _repeated;

    public static SamplesByName Of(ParsedFamily family, LabelSet labels, IEnumerable<ParsedSample> samples, string repeatedSuffix)
    {
        var result = new SamplesByName($"{family.Name}{labels}");
        var seen = new HashSet<(string Suffix, LabelSet Labels)>();
        foreach (var sample in samples)
        {
            var suffix = sample.Name[family.Name.Length..];
            if (!seen.Add((suffix, sample.Labels)))
                throw new InvalidOperationException($"{result._owner} has several points in time.");
            if (suffix == repeatedSuffix)
                result._repeated.Add(sample);
            else
                result._bySuffix.Add(suffix, sample);
        }

        return seen.Count > 0 ? result : throw new InvalidOperationException($"{result._owner} does not exist.");
    }

    public double? Single(string suffix) => _bySuffix.TryGetValue(suffix, out var sample) ? sample.Value : null;
}
