using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A string, without its quotes and with its escapes resolved.</summary>
internal sealed record StringLiteral(string Value) : Expression
{
    public override ExpressionType Type => ExpressionType.String;

    public override IEnumerable<Expression> Children => [];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this;
}
