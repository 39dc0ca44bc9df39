using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A call of one of PromQL's functions, as <c>rate(x[5m])</c>.</summary>
internal sealed record FunctionCall(Function Function, EquatableList<Expression> Arguments) : Expression
{
    public override ExpressionType Type => Function.Result;

    public override IEnumerable<Expression> Children => Arguments;

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Arguments = [.. Arguments.Select(argument => argument.Rewrite(change))] };
}
