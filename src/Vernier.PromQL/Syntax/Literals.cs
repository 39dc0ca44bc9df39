using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A number. A sign directly before the digits is part of the number.</summary>
/// <param name="Value">The value.</param>
public sealed record NumberLiteral(double Value) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.Scalar;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this;
}

/// <summary>A string.</summary>
/// <param name="Value">The value, without quotes and with escapes resolved.</param>
public sealed record StringLiteral(string Value) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.String;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this;
}
