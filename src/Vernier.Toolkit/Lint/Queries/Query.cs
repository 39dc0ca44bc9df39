using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>An expression that was read, with what is known of its metrics.</summary>
internal sealed class Query
{
    private readonly Dictionary<Expression, Expression> _parents = new(ReferenceEqualityComparer.Instance);

    public Query(QuerySubject subject, Expression tree, KnownMetrics metrics, LintOptions options)
    {
        Subject = subject;
        Tree = tree;
        Metrics = metrics;
        Options = options;
        Labels = new LabelFlow(metrics);
        Units = new UnitFlow(metrics);
        All = [.. tree.Descendants()];
        foreach (var expression in All)
        {
            foreach (var child in expression.Children)
                _parents[child] = expression;
        }
    }

    public QuerySubject Subject { get; }

    public Expression Tree { get; }

    public KnownMetrics Metrics { get; }

    public LintOptions Options { get; }

    public LabelFlow Labels { get; }

    public UnitFlow Units { get; }

    /// <summary>Every expression of the tree, the outer before the inner.</summary>
    public IReadOnlyList<Expression> All { get; }

    /// <summary>Whether it is the condition of an alert, or reads like one.</summary>
    public bool IsCondition =>
        Subject.Use is QueryUse.Alert || (Subject.Use is QueryUse.Documented && Tree.Bare() is BinaryExpression { Bool: false } binary && binary.Operator.IsComparison());

    /// <summary>What is known of a selector's series; null when its metric is not known, or it names none.</summary>
    public KnownSeries? Series(VectorSelector selector) => selector.MetricName() is { } name ? Metrics.Find(name) : null;

    /// <summary>All that an expression stands in, from the inside out.</summary>
    public IEnumerable<Expression> Around(Expression expression)
    {
        while (_parents.TryGetValue(expression, out var parent))
            yield return expression = parent;
    }

    /// <summary>What an expression stands in, parentheses aside; null at the top.</summary>
    public Expression? Parent(Expression expression) => Around(expression).FirstOrDefault(around => around is not ParenthesizedExpression);
}
