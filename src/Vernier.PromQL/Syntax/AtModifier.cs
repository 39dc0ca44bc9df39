using System.Globalization;
using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A fixed time of evaluation: <c>@ 1609746000</c>, <c>@ start()</c> or <c>@ end()</c>.</summary>
/// <param name="Anchor">What it refers to.</param>
/// <param name="Milliseconds">For a timestamp: milliseconds since 1970-01-01 UTC; otherwise 0.</param>
internal sealed record AtModifier(AtAnchor Anchor, long Milliseconds = 0)
{
    public override string ToString() => Anchor switch
    {
        AtAnchor.Start => "@ start()",
        AtAnchor.End => "@ end()",
        _ => string.Create(CultureInfo.InvariantCulture, $"@ {Milliseconds / 1000m:0.000}"),
    };
}
