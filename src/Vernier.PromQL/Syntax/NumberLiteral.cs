using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A number. A sign directly before the digits belongs to it.</summary>
internal sealed record NumberLiteral(double Value) : Expression
{
    public override ExpressionType Type => ExpressionType.Scalar;

    public override IEnumerable<Expression> Children => [];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this;
}
