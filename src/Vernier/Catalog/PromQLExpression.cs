using System.Runtime.CompilerServices;
using System.Text;

namespace Vernier.Catalog;

/// <summary>
/// A PromQL expression, written as an interpolated string whose holes are definitions, so that a metric or label that is renamed or removed
/// cannot leave a dead query behind:
/// <code>PromQLExpression errors = $"sum by ({Errors.Label(nameof(ErrorLabels.Type))}) (rate({Errors}[5m]))";</code>
/// A histogram or summary names its series by a format: <c>{Duration:bucket}</c>, <c>{Duration:sum}</c>, <c>{Duration:count}</c>.
/// </summary>
[InterpolatedStringHandler]
public sealed class PromQLExpression
{
    private readonly StringBuilder _text;
    private readonly List<MetricDefinition> _metrics = [];

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">The length of the literal parts.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    /// <param name="file">Where the expression stands.</param>
    /// <param name="line">Where the expression stands.</param>
    public PromQLExpression(int literalLength, int formattedCount, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 24));
        Source = new(file, line);
    }

    /// <summary>Where the expression stands, for messages.</summary>
    public SourceLocation Source { get; }

    /// <summary>The metrics that the expression reads, each once, in order of appearance.</summary>
    public IReadOnlyList<MetricDefinition> Metrics => _metrics;

    /// <summary>Called by the compiler for the text between the holes.</summary>
    /// <param name="text">The text.</param>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Called by the compiler for a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="format">The series of a histogram or summary: <c>bucket</c>, <c>sum</c> or <c>count</c>; null for the metric's own name.</param>
    /// <exception cref="MetricDefinitionException">The metric's type has no such series.</exception>
    public void AppendFormatted(MetricDefinition metric, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        SeriesPart? part = format switch { "bucket" => SeriesPart.Bucket, "sum" => SeriesPart.Sum, "count" => SeriesPart.Count, _ => null };
        var series = part is { } named ? MetricSeries.Find(metric, named) : null;
        if (series is null && format is not null)
            throw new MetricDefinitionException($"{metric} is a {metric.Type} and has no series '{format}'; a histogram has bucket, sum and count, a summary sum and count.");

        if (!_metrics.Contains(metric))
            _metrics.Add(metric);
        _text.Append(series?.Name ?? metric.Name);
    }

    /// <summary>Called by the compiler for a label.</summary>
    /// <param name="label">The label.</param>
    public void AppendFormatted(LabelDefinition label)
    {
        ArgumentNullException.ThrowIfNull(label);
        _text.Append(label.Name);
    }

    /// <summary>Called by the compiler for the series of a recording rule, whose metrics are read through it.</summary>
    /// <param name="rule">The rule.</param>
    public void AppendFormatted(RecordingRuleDefinition rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        AddMetrics(rule.Expression);
        _text.Append(rule.Name);
    }

    /// <summary>Called by the compiler for an expression within this one; it is not put in parentheses.</summary>
    /// <param name="expression">The expression.</param>
    public void AppendFormatted(PromQLExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        AddMetrics(expression);
        _text.Append(expression._text);
    }

    /// <summary>Called by the compiler for a piece of PromQL text.</summary>
    /// <param name="text">The text.</param>
    public void AppendFormatted(string text) => _text.Append(text);

    /// <summary>The expression as Prometheus reads it.</summary>
    public override string ToString() => _text.ToString();

    private void AddMetrics(PromQLExpression expression) => _metrics.AddRange(expression._metrics.Where(metric => !_metrics.Contains(metric)));
}
