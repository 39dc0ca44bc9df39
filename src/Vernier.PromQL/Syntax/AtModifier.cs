using System.Globalization;

namespace Vernier.PromQL.Syntax;

/// <summary>A fixed evaluation time: <c>@ 1609746000</c>, <c>@ start()</c>, or <c>@ end()</c>.</summary>
/// <param name="Anchor">The kind of time.</param>
/// <param name="Milliseconds">Milliseconds since the Unix epoch for <see cref="AtAnchor.Timestamp"/>; otherwise 0.</param>
public sealed record AtModifier(AtAnchor Anchor, long Milliseconds = 0)
{
    /// <summary>Returns the modifier as PromQL text.</summary>
    public override string ToString() => Anchor switch
    {
        AtAnchor.Start => "@ start()",
        AtAnchor.End => "@ end()",
        _ => string.Create(CultureInfo.InvariantCulture, $"@ {Milliseconds / 1000m:0.000}"),
    };
}

/// <summary>The kinds of times after <c>@</c>.</summary>
public enum AtAnchor
{
    /// <summary>A Unix timestamp.</summary>
    Timestamp,

    /// <summary>The start of the query's range.</summary>
    Start,

    /// <summary>The end of the query's range.</summary>
    End,
}
