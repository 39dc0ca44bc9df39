using System.Diagnostics.CodeAnalysis;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Expressions;

/// <summary>The tree of an expression, or the reason why the expression does not parse. Immutable.</summary>
internal sealed class ParsedExpression
{
    public ParsedExpression(string text, bool allowVariables)
    {
        try
        {
            Tree = PromQLParser.Parse(text, allowVariables);
        }
        catch (PromQLException exception)
        {
            Error = exception;
        }
    }

    /// <summary>The tree; null if the expression does not parse.</summary>
    public Expression? Tree { get; }

    /// <summary>The syntax or type error; null if the expression parses.</summary>
    public PromQLException? Error { get; }

    [MemberNotNullWhen(true, nameof(Tree))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Tree is not null;
}
