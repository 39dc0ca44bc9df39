namespace Vernier.Catalog;

/// <summary>A part of a <see cref="PromQLExpression"/>. Immutable and thread-safe.</summary>
/// <param name="Text">The text of the part in the expression.</param>
public abstract record PromQLSegment(string Text);

/// <summary>Literal PromQL text.</summary>
/// <param name="Text">The text.</param>
public sealed record LiteralSegment(string Text) : PromQLSegment(Text);

/// <summary>The name of a series of a metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Part">The part of the metric; <see cref="SeriesPart.Value"/> for the metric's own name.</param>
public sealed record MetricSegment(MetricDefinition Metric, SeriesPart Part) : PromQLSegment(MetricSeries.Find(Metric, Part)?.Name ?? Metric.Name);

/// <summary>The name of a label.</summary>
/// <param name="Label">The label.</param>
public sealed record LabelSegment(LabelDefinition Label) : PromQLSegment((Label ?? throw new ArgumentNullException(nameof(Label))).Name);

/// <summary>The name of the series that a rule records.</summary>
/// <param name="Rule">The rule.</param>
public sealed record RecordingRuleSegment(RecordingRuleDefinition Rule) : PromQLSegment((Rule ?? throw new ArgumentNullException(nameof(Rule))).Name);

/// <summary>A nested expression.</summary>
/// <param name="Expression">The expression.</param>
public sealed record ExpressionSegment(PromQLExpression Expression) : PromQLSegment((Expression ?? throw new ArgumentNullException(nameof(Expression))).ToString());
