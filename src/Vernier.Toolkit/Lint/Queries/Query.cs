using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>A parsed expression with the metrics it can read. Not thread-safe.</summary>
internal sealed class Query
{
    private readonly Dictionary<Expression, Expression> _parents = new(ReferenceEqualityComparer.Instance);

    public Query(QuerySource source, Expression tree, KnownMetrics metrics, LintOptions options)
    {
        Source = source;
        Tree = tree;
        Metrics = metrics;
        Options = options;
        Labels = new LabelInference(metrics);
        Units = new UnitInference(metrics);
        All = [.. tree.Descendants()];
        foreach (var expression in All)
        {
            foreach (var child in expression.Children)
                _parents[child] = expression;
        }
    }

    public QuerySource Source { get; }

    public Expression Tree { get; }

    public KnownMetrics Metrics { get; }

    public LintOptions Options { get; }

    public LabelInference Labels { get; }

    public UnitInference Units { get; }

    /// <summary>All expressions of the tree, outer before inner.</summary>
    public IReadOnlyList<Expression> All { get; }

    /// <summary>Whether the query is the condition of an alert, or a documented query of that form.</summary>
    public bool IsCondition => Source.Kind is QueryKind.Alert
        || (Source.Kind is QueryKind.Documented && Tree.WithoutParentheses() is BinaryExpression { Bool: false } binary && binary.Operator.IsComparison());

    /// <summary>Finds the series of a selector; null if the metric is unknown or not named.</summary>
    public KnownSeries? Series(VectorSelector selector) => selector.MetricName() is { } name ? Metrics.Find(name) : null;

    /// <summary>Returns the ancestors of an expression, innermost first.</summary>
    public IEnumerable<Expression> Ancestors(Expression expression)
    {
        while (_parents.TryGetValue(expression, out var parent))
            yield return expression = parent;
    }

    /// <summary>Returns the parent of an expression, ignoring parentheses; null for the root.</summary>
    public Expression? Parent(Expression expression) => Ancestors(expression).FirstOrDefault(ancestor => ancestor is not ParenthesizedExpression);
}
