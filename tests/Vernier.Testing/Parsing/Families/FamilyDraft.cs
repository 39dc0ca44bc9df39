namespace Vernier.Testing.Parsing.Families;

/// <summary>A family whose lines are being read.</summary>
internal sealed class FamilyDraft(string name, TextPosition position)
{
    private readonly List<string> _metadata = [];
    private readonly List<ParsedSample> _samples = [];

    public string Name { get; } = name;

    public ParsedFamilyType Type { get; set; }

    public string Help { get; set; } = "";

    public string Unit { get; set; } = "";

    public bool HasSamples => _samples.Count > 0;

    public bool HasMetadata(string keyword) => _metadata.Contains(keyword);

    public void AddMetadata(string keyword) => _metadata.Add(keyword);

    public void Add(ParsedSample sample) => _samples.Add(sample);

    public ParsedFamily Finish() => new()
    {
        Name = Name,
        Type = Type,
        Help = Help,
        Unit = Unit,
        Metadata = _metadata,
        Samples = _samples,
        Position = position,
    };
}
