namespace Vernier.Toolkit.Lint.Rules;

/// <summary>All that is looked for in an expression.</summary>
internal static class QueryRules
{
    public static IReadOnlyList<IQueryRule> All { get; } =
    [
        new MetricNameRule(), new LabelRule(), new LabelValueRule(),
        new RateRule(), new RawCounterRule(), new RangeRule(),
        new QuantileRule(), new SidesRule(), new OutcomeRule(), new CountRule(),
        new ThresholdRule(), new PanelUnitRule(), new TitleRule(), new LegendRule(),
        new AlertRule(), new AlertSeriesRule(), new TemplateRule(), new RecordingNameRule(), new VariableRule(),
    ];
}
