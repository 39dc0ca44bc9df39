using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vernier.Toolkit.Text;

/// <summary>
/// Rejects what would make a tree that is circular, too deep or too large: aliases inside their own anchor, aliases that insert too much, deep nesting. Also
/// rejects mapping keys that are lists or mappings, because the tree compares keys by their whole content, and tags other than those of the YAML core schema,
/// which would be ignored.
/// </summary>
internal sealed class BoundedYamlParser(IParser inner, CancellationToken cancellation) : IParser
{
    private const string CoreTags = "tag:yaml.org,2002:";

    private static readonly string[] AllowedTags = ["str", "int", "float", "bool", "null", "map", "seq"];

    private readonly Stack<Frame> _open = new();
    private readonly Dictionary<string, Anchored> _anchors = [];
    private long _values;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        cancellation.ThrowIfCancellationRequested();
        if (!MoveNextInner())
            return false;
        switch (inner.Current)
        {
            case DocumentStart:
                _anchors.Clear();
                break;
            case AnchorAlias alias:
                Add(alias, Find(alias));
                break;
            case Scalar scalar:
                CheckTag(scalar);
                Define(scalar.Anchor, Add(scalar, Anchored.Scalar));
                break;
            case NodeEvent collection:
                Open(collection);
                break;
            case SequenceEnd or MappingEnd:
                Close();
                break;
        }
        return true;
    }

    private bool MoveNextInner()
    {
        try
        {
            return inner.MoveNext();
        }
        catch (YamlException exception) when (exception.Message.Contains("found invalid mapping", StringComparison.Ordinal))
        {
            throw new YamlException(exception.Start, exception.End, "a value that contains ': ' must be in quotes");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet throws these without a location: the first for a list or mapping that is not closed and for invalid text in one, the second for an
            // invalid tag. The last parsed event is the closest known location.
            var end = inner.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, exception is ArgumentException ? "the tag after this is not valid" : "a list or mapping is not closed after this");
        }
    }

    private void Open(NodeEvent collection)
    {
        CheckTag(collection);
        if (IsKey())
            throw Error(collection, "a key must be plain text");
        // Until the collection ends, its name is not defined: an alias inside it would make it contain itself.
        if (!collection.Anchor.IsEmpty)
            _anchors[collection.Anchor.Value] = Anchored.Open;
        Add(collection, new Anchored(IsScalar: false, 1, 1));
        _open.Push(new Frame(collection is MappingStart, collection.Anchor, _values));
    }

    private void Close()
    {
        var closed = _open.Pop();
        Define(closed.Anchor, new Anchored(IsScalar: false, _values - closed.ValuesBefore + 1, closed.Depth));
        Deepen(closed.Depth);
    }

    /// <summary>Counts a value, and checks the limits.</summary>
    private Anchored Add(ParsingEvent at, Anchored value)
    {
        _values += value.Values;
        if (_values > YamlReader.MaxValues)
            throw Error(at, $"the file has more than {YamlReader.MaxValues:N0} values, where an alias counts as all values of its anchor");
        if (_open.Count + value.Depth > YamlReader.MaxDepth)
            throw Error(at, $"nested more than {YamlReader.MaxDepth} levels deep");
        if (_open.TryPeek(out var parent))
            parent.Children++;
        Deepen(value.Depth);
        return value;
    }

    /// <summary>The innermost open list or mapping contains so many levels.</summary>
    private void Deepen(int levels)
    {
        if (_open.TryPeek(out var parent))
            parent.Depth = Math.Max(parent.Depth, levels + 1);
    }

    private Anchored Find(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
            throw Error(alias, $"the alias *{alias.Value} has no anchor &{alias.Value} before it");
        if (anchored == Anchored.Open)
            throw Error(alias, $"the alias *{alias.Value} is inside its own anchor; a value must not contain itself");
        if (IsKey() && !anchored.IsScalar)
            throw Error(alias, "a key must be plain text");
        return anchored;
    }

    private void Define(AnchorName anchor, Anchored anchored)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = anchored;
    }

    /// <summary>Whether the next value is the key of a mapping.</summary>
    private bool IsKey() => _open.TryPeek(out var parent) && parent.IsMapping && parent.Children % 2 == 0;

    private static void CheckTag(NodeEvent node)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific)
            return;
        if (!node.Tag.Value.StartsWith(CoreTags, StringComparison.Ordinal) || !AllowedTags.Contains(node.Tag.Value[CoreTags.Length..]))
            throw Error(node, $"the tag '{node.Tag.Value.Replace(CoreTags, "!!", StringComparison.Ordinal)}' is not supported; remove it, or use one of !!{string.Join(", !!", AllowedTags)}");
    }

    private static YamlException Error(ParsingEvent at, string message) => new(at.Start, at.End, message);

    /// <summary>A list or mapping that has not ended.</summary>
    private sealed class Frame(bool isMapping, AnchorName anchor, long valuesBefore)
    {
        public bool IsMapping => isMapping;

        public AnchorName Anchor => anchor;

        public long ValuesBefore => valuesBefore;

        /// <summary>The number of direct children: keys and values.</summary>
        public int Children { get; set; }

        /// <summary>The number of levels, with those that aliases insert.</summary>
        public int Depth { get; set; } = 1;
    }

    /// <summary>What an alias inserts.</summary>
    private readonly record struct Anchored(bool IsScalar, long Values, int Depth)
    {
        public static Anchored Scalar => new(true, 1, 0);

        /// <summary>A list or mapping that has not ended.</summary>
        public static Anchored Open => new(false, 0, 0);
    }
}
