using System.Runtime.CompilerServices;

namespace Vernier.Catalog;

/// <summary>
/// A PromQL expression, written as an interpolated string whose holes are definitions, so that a renamed or removed metric or label is a compile-time
/// error:
/// <code>PromQLExpression errors = $"sum by ({Errors.Label(nameof(ErrorLabels.Type))}) (rate({Errors}[5m]))";</code>
/// The series of a histogram or summary is selected by a format: <c>{Duration:bucket}</c>, <c>{Duration:sum}</c>, <c>{Duration:count}</c>. The syntax is
/// checked when files are generated. Not thread-safe while the compiler appends to it; immutable afterwards.
/// </summary>
[InterpolatedStringHandler]
public sealed class PromQLExpression
{
    private readonly List<PromQLSegment> _segments;
    private readonly List<MetricDefinition> _metrics = [];

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">The length of the literal text.</param>
    /// <param name="formattedCount">The number of holes.</param>
    /// <param name="file">The file that contains the expression; set by the compiler.</param>
    /// <param name="line">The line of the expression, from 1; set by the compiler.</param>
    public PromQLExpression(int literalLength, int formattedCount, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        _segments = new List<PromQLSegment>((2 * formattedCount) + Math.Min(literalLength, 1));
        Source = new(file, line);
    }

    /// <summary>Gets the location of the expression in the source code.</summary>
    public SourceLocation Source { get; }

    /// <summary>Gets the metrics that the expression reads, also through nested expressions and recording rules, in order of first use without duplicates.</summary>
    public IReadOnlyList<MetricDefinition> Metrics => _metrics;

    /// <summary>Gets the parts of the expression, in order: literal text and holes.</summary>
    public IReadOnlyList<PromQLSegment> Segments => _segments;

    /// <summary>Called by the compiler for the text between the holes.</summary>
    /// <param name="text">The text.</param>
    public void AppendLiteral(string text) => _segments.Add(new LiteralSegment(text));

    /// <summary>Called by the compiler for a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="format">The series of a histogram or summary: <c>bucket</c>, <c>sum</c>, or <c>count</c>; null for the metric's own name.</param>
    /// <exception cref="MetricDefinitionException">The metric's type has no such series.</exception>
    public void AppendFormatted(MetricDefinition metric, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        SeriesPart? part = format switch
        {
            null => SeriesPart.Value,
            "bucket" => SeriesPart.Bucket,
            "sum" => SeriesPart.Sum,
            "count" => SeriesPart.Count,
            _ => null,
        };
        if (part is not { } known || (known is not SeriesPart.Value && MetricSeries.Find(metric, known) is null))
            throw new MetricDefinitionException($"{metric} is a {metric.Type} and has no series '{format}'; histograms have bucket, sum, and count; summaries have sum and count.");

        _segments.Add(new MetricSegment(metric, known));
        AddMetrics([metric]);
    }

    /// <summary>Called by the compiler for a label.</summary>
    /// <param name="label">The label.</param>
    public void AppendFormatted(LabelDefinition label)
    {
        ArgumentNullException.ThrowIfNull(label);
        _segments.Add(new LabelSegment(label));
    }

    /// <summary>Called by the compiler for the series of a recording rule. The expression also reads the metrics of the rule.</summary>
    /// <param name="rule">The rule.</param>
    public void AppendFormatted(RecordingRuleDefinition rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _segments.Add(new RecordingRuleSegment(rule));
        AddMetrics(rule.Expression._metrics);
    }

    /// <summary>Called by the compiler for a nested expression, which is inserted without parentheses.</summary>
    /// <param name="expression">The expression.</param>
    public void AppendFormatted(PromQLExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        _segments.Add(new ExpressionSegment(expression));
        AddMetrics(expression._metrics);
    }

    /// <summary>Called by the compiler for a piece of PromQL text.</summary>
    /// <param name="text">The text.</param>
    public void AppendFormatted(string text) => _segments.Add(new LiteralSegment(text));

    /// <summary>Returns the metric whose name starts at an offset of the text, also inside nested expressions.</summary>
    /// <param name="offset">The offset in <see cref="ToString"/>, from 0.</param>
    /// <returns>The metric and part; null if no metric starts there.</returns>
    public MetricSegment? MetricAt(int offset)
    {
        foreach (var segment in _segments)
        {
            var length = segment.Text.Length;
            if (offset < length)
            {
                return segment switch
                {
                    MetricSegment metric when offset == 0 => metric,
                    ExpressionSegment nested => nested.Expression.MetricAt(offset),
                    _ => null,
                };
            }
            offset -= length;
        }
        return null;
    }

    /// <summary>Returns the expression as PromQL text.</summary>
    public override string ToString() => string.Concat(_segments.Select(segment => segment.Text));

    private void AddMetrics(IReadOnlyList<MetricDefinition> metrics) => _metrics.AddRange(metrics.Where(metric => !_metrics.Contains(metric)));
}
