using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>
/// A PromQL expression as a tree that never changes. Trees are equal when they mean the same text; where they stood in it does not count.
/// </summary>
internal abstract record Expression
{
    /// <summary>Where the expression stands in the text it was parsed from; empty when it was built by a program. No part of equality.</summary>
    public SourceSpan Position { get; init; }

    public abstract ExpressionType Type { get; }

    /// <summary>The expressions directly below this one, as they stand in the text from left to right.</summary>
    public abstract IEnumerable<Expression> Children { get; }

    public virtual bool Equals(Expression? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>This expression and all below it, each before what is below it, from left to right.</summary>
    public IEnumerable<Expression> Descendants()
    {
        var open = new Stack<Expression>([this]);
        while (open.TryPop(out var current))
        {
            yield return current;
            foreach (var child in current.Children.Reverse())
                open.Push(child);
        }
    }

    /// <summary>The same tree with each vector selector replaced, also those of range vectors.</summary>
    public abstract Expression Rewrite(Func<VectorSelector, VectorSelector> change);

    /// <summary>The expression as PromQL text, which parses to this expression again (see <see cref="PromQLPrinter"/>).</summary>
    public sealed override string ToString() => PromQLPrinter.Print(this);
}
