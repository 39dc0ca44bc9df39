namespace Vernier.Toolkit.PromQL.Syntax;

/// <summary>What an <c>@</c> refers to.</summary>
internal enum AtAnchor
{
    Timestamp,
    Start,
    End,
}
