using System.Diagnostics.CodeAnalysis;
using Vernier.Catalog;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Expressions;

/// <summary>The tree of a catalog's expression, or the reason why the expression does not parse. Immutable.</summary>
internal sealed class ParsedExpression
{
    public ParsedExpression(PromQLExpression source, bool allowVariables)
    {
        Source = source;
        try
        {
            Tree = PromQLParser.Parse(source.ToString(), allowVariables);
        }
        catch (PromQLException exception)
        {
            Error = exception;
        }
    }

    public PromQLExpression Source { get; }

    /// <summary>The tree; null if the expression does not parse.</summary>
    public Expression? Tree { get; }

    /// <summary>The syntax or type error; null if the expression parses.</summary>
    public PromQLException? Error { get; }

    [MemberNotNullWhen(true, nameof(Tree))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Tree is not null;
}
