using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A YAML parser that rejects deep nesting, because building the tree takes stack space for each level.</summary>
internal sealed class DepthLimitedParser(IParser inner) : IParser
{
    private const int MaxDepth = 100;

    private int _depth;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!MoveNextInner())
            return false;
        _depth += inner.Current!.NestingIncrease;
        return _depth <= MaxDepth ? true : throw new YamlException(inner.Current.Start, inner.Current.End, $"nested more than {MaxDepth} levels deep");
    }

    private bool MoveNextInner()
    {
        try
        {
            return inner.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet throws this for a list or mapping that is never closed, without a location. The last parsed event is the closest known location.
            var end = inner.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "a list or mapping is not closed after this");
        }
    }
}
