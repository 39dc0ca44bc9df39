namespace Vernier.Testing.Parsing.Families;

/// <summary>
/// Groups lines to families by the rules of both formats: all lines of a family are adjacent, its metadata
/// comes first, each kind of metadata once. A sample that no declared family can have starts a family of unknown type.
/// </summary>
internal sealed class FamilyAssembler(SampleNames names)
{
    private readonly Dictionary<string, FamilyDraft> _byName = new(StringComparer.Ordinal);
    private readonly List<FamilyDraft> _inOrder = [];
    private readonly Dictionary<string, FamilyDraft> _ownerOfSampleName = new(StringComparer.Ordinal);
    private FamilyDraft? _current;

    public void Type(string family, ParsedFamilyType type, TextPosition at) => Describe(family, "TYPE", at).Type = type;

    public void Help(string family, string help, TextPosition at) => Describe(family, "HELP", at).Help = help;

    public void Unit(string family, string unit, TextPosition at) => Describe(family, "UNIT", at).Unit = unit;

    public void Add(ParsedSample sample)
    {
        if (_current is null || !Allows(_current, sample))
        {
            RejectIfOfEarlierFamily(sample);
            _current = Start(sample.Name, sample.Position);
        }

        if (!_ownerOfSampleName.TryAdd(sample.Name, _current) && _ownerOfSampleName[sample.Name] != _current)
        {
            var owner = _ownerOfSampleName[sample.Name].Name;
            throw new ExpositionParseException(sample.Position, $"the sample name '{sample.Name}' belongs to the family '{owner}'");
        }

        _current.Add(sample);
    }

    public IReadOnlyList<ParsedFamily> Finish() => [.. _inOrder.Select(draft => draft.Finish())];

    private FamilyDraft Describe(string family, string keyword, TextPosition at)
    {
        if (_byName.TryGetValue(family, out var draft))
        {
            if (draft.HasMetadata(keyword))
                throw new ExpositionParseException(at, $"a second {keyword} line for '{family}'");
            if (draft.HasSamples)
                throw new ExpositionParseException(at, $"the {keyword} line of '{family}' comes after its samples");
            if (draft != _current)
                throw NotAdjacent(draft, at);
        }

        _current = draft ?? Start(family, at);
        _current.AddMetadata(keyword);
        return _current;
    }

    private FamilyDraft Start(string name, TextPosition at)
    {
        var draft = new FamilyDraft(name, at);
        _byName.Add(name, draft);
        _inOrder.Add(draft);
        return draft;
    }

    private void RejectIfOfEarlierFamily(ParsedSample sample)
    {
        foreach (var name in names.PossibleFamilies(sample.Name))
        {
            if (_byName.TryGetValue(name, out var earlier) && Allows(earlier, sample))
                throw NotAdjacent(earlier, sample.Position);
        }

        if (_byName.TryGetValue(sample.Name, out var namesake))
        {
            var allowed = string.Join(", ", names.Of(namesake.Name, namesake.Type));
            throw new ExpositionParseException(
                sample.Position, $"'{sample.Name}' is not a sample name of that {namesake.Type}, which may have {allowed}");
        }
    }

    private bool Allows(FamilyDraft draft, ParsedSample sample) => names.Allows(draft.Name, draft.Type, sample.Name);

    private static ExpositionParseException NotAdjacent(FamilyDraft draft, TextPosition at) =>
        new(at, $"the lines of the family '{draft.Name}' are not adjacent");
}
