namespace Vernier.CcProxy.Labels;

/// <summary>The kinds of tokens, of which each has its price.</summary>
internal enum TokenKind
{
    Input,
    Output,
    CacheRead,
    CacheWrite,
}
