using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Checks expressions against the known metrics. Thread-safe, except for recording rules, which add to the known metrics.</summary>
internal sealed class QueryChecker(KnownMetrics metrics, LintOptions options)
{
    private static readonly IQueryRule[] Rules =
    [
        new UnknownMetricRule(), new UnknownLabelRule(), new UnknownLabelValueRule(),
        new RateRule(), new RawCounterRule(), new RangeRule(),
        new QuantileRule(), new VectorMatchingRule(), new OutcomeRatioRule(), new CountOfComparisonRule(),
        new ThresholdRule(), new PanelUnitRule(), new TitleRule(), new LegendRule(),
        new AlertMetadataRule(), new AlertSeriesRule(), new TemplateRule(), new RecordingNameRule(), new UndefinedVariableRule(),
    ];

    /// <summary>Checks an expression. The series of a recording rule becomes a known metric for later expressions.</summary>
    public IReadOnlyList<LintFinding> Check(QuerySource source)
    {
        var parsed = source.Parsed ?? new ParsedExpression(source.Text, allowVariables: source.Kind is QueryKind.Panel);
        if (!parsed.IsValid)
            return [new(LintRules.PromQLSyntax, source.LocationAt(parsed.Error.Offset), $"Invalid PromQL: {parsed.Error.Message}.", LintRules.PromQLSyntax.Fix)];

        var query = new Query(source, parsed.Tree, metrics, options);
        if (source.Kind is QueryKind.Recording)
            metrics.Add(Recorded(query));
        return
        [
            .. Rules.SelectMany(rule => rule.Check(query))
                .Select(finding => new LintFinding(finding.Rule, source.LocationAt(finding.At.Position.Start), finding.Message, finding.Fix)),
        ];
    }

    private static KnownMetric Recorded(Query query) => new(query.Source.Title, Type: null, query.Source.Location)
    {
        Labels = query.Labels.Of(query.Tree)?.Concat(query.Source.Labels.Keys).Distinct().Select(label => new KnownLabel(label)).ToArray(),
        Unit = query.Units.Of(query.Tree) is { PerSecond: false } unit ? unit.Name : null,
        FromStart = true,
        IsRecorded = true,
    };
}
