using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A function call, such as <c>rate(x[5m])</c>.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
public sealed record FunctionCall(Function Function, EquatableList<Expression> Arguments) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => Function.Result;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => Arguments;

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Arguments = [.. Arguments.Select(argument => argument.Rewrite(change))] };
}
