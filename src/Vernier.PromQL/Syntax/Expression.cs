using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>
/// A node of the syntax tree of a PromQL expression. Trees are immutable, and equal if they print the same text; <see cref="Position"/> does not affect
/// equality. Thread-safe.
/// </summary>
public abstract record Expression
{
    private protected Expression()
    {
    }

    /// <summary>Gets the position in the parsed text; empty for nodes that were not parsed. Not part of equality.</summary>
    public SourceSpan Position { get; init; }

    /// <summary>Gets the type of the result.</summary>
    public abstract ExpressionType Type { get; }

    /// <summary>Gets the direct children in the order of the text.</summary>
    public abstract IEnumerable<Expression> Children { get; }

    /// <summary>Returns whether both trees have the same kind of root; derived types compare their operands.</summary>
    public virtual bool Equals(Expression? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Returns this expression and all expressions below it, in pre-order from left to right.</summary>
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

    /// <summary>Returns a copy of the tree with every vector selector replaced, including those of range vectors.</summary>
    /// <param name="change">Returns the replacement of a selector.</param>
    public abstract Expression Rewrite(Func<VectorSelector, VectorSelector> change);

    /// <summary>Returns the expression as PromQL text on one line, which parses to an equal tree.</summary>
    public sealed override string ToString() => PromQLPrinter.Print(this);
}
