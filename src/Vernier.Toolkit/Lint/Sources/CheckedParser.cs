using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A parser of YAML that refuses what is nested deeper than any file that people write: each level costs stack when the tree is built.</summary>
internal sealed class CheckedParser(IParser inner) : IParser
{
    private const int MaxDepth = 100;

    private int _depth;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!Moved())
            return false;
        _depth += inner.Current!.NestingIncrease;
        return _depth <= MaxDepth ? true : throw new YamlException(inner.Current.Start, inner.Current.End, $"it is nested more than {MaxDepth} levels deep");
    }

    private bool Moved()
    {
        try
        {
            return inner.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // What the parser throws when a list or mapping is never closed; it says no place, so it is that of the last thing understood.
            var end = inner.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "a list or mapping is not closed after this");
        }
    }
}
