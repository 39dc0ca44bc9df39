using System.Collections;

namespace Vernier.Testing.Parsing;

/// <summary>
/// Labels in the order of the text. Equality ignores that order and labels with an empty value: the data model calls such a label
/// equivalent to an absent one, and OpenMetrics recommends that readers treat it so.
/// </summary>
internal sealed class LabelSet : IReadOnlyList<ParsedLabel>, IEquatable<LabelSet>
{
    private readonly ParsedLabel[] _labels;
    private string? _identity;

    public LabelSet(IEnumerable<ParsedLabel> labels) => _labels = [.. labels];

    public static LabelSet Empty { get; } = new([]);

    public int Count => _labels.Length;

    public ParsedLabel this[int index] => _labels[index];

    /// <summary>The value of a label; null if the set has no label of that name.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var label in _labels)
            {
                if (label.Name == name)
                    return label.Value;
            }

            return null;
        }
    }

    // The length before each value ensures that different sets have different texts.
    private string Identity => _identity ??= string.Concat(_labels
        .Where(label => label.Value.Length > 0)
        .OrderBy(label => label.Name, StringComparer.Ordinal)
        .Select(label => $"{label.Name}={label.Value.Length}:{label.Value};"));

    public static LabelSet Of(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var list = new List<ParsedLabel>(labels.Length);
        foreach ((var name, var value) in labels)
            list.Add(new ParsedLabel(name, value));
        return new LabelSet(list);
    }

    public bool Has(string name) => this[name] is not null;

    public LabelSet Without(string name) => Has(name) ? new LabelSet(_labels.Where(label => label.Name != name)) : this;

    public bool Equals(LabelSet? other) => other is not null && Identity == other.Identity;

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => Identity.GetHashCode(StringComparison.Ordinal);

    public IEnumerator<ParsedLabel> GetEnumerator() => ((IEnumerable<ParsedLabel>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For messages: as in a sample line, but without escaping; empty without labels.</summary>
    public override string ToString() =>
        _labels.Length == 0 ? "" : "{" + string.Join(",", _labels.Select(label => $"{label.Name}=\"{label.Value}\"")) + "}";
}
