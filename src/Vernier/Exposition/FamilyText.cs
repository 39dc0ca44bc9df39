using System.Runtime.CompilerServices;
using System.Text;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>The parts of a family's lines that never change, encoded once: a scrape copies them.</summary>
internal sealed class FamilyText
{
    private static readonly ConditionalWeakTable<MetricFamily, FamilyText> Known = [];

    private FamilyText(MetricFamily family)
    {
        var definition = family.Definition;
        var openMetricsName = MetricSeries.FamilyName(definition.Name, definition.Type);
        var openMetricsType = OpenMetricsType(definition, openMetricsName);
        var created = openMetricsName + MetricSeries.CreatedSuffix;
        Own = new SampleText(definition.Name);
        Bucket = new SampleText(definition.Name + MetricSeries.BucketSuffix);
        Sum = new SampleText(definition.Name + MetricSeries.SumSuffix);
        Count = new SampleText(definition.Name + MetricSeries.CountSuffix);
        Created = new SampleText(created);
        IsOpenMetricsCounter = openMetricsType == "counter";
        var help = PrometheusHelp(definition.Help);
        PrometheusHeader = Header(Line("HELP", definition.Name, help), Line("TYPE", definition.Name, PrometheusType(definition.Type)));
        CreatedHeader = Header(Line("HELP", created, help), Line("TYPE", created, "gauge"));

        // In the order that the specification wants ("MetricFamily metadata").
        OpenMetricsHeader = Header(
            Line("TYPE", openMetricsName, openMetricsType),
            Line("UNIT", openMetricsName, UnitOf(definition, openMetricsName)),
            Line("HELP", openMetricsName, OpenMetricsHelp(definition.Help)));
        Details = definition switch
        {
            HistogramDefinition histogram => Encode(MetricSeries.BucketLabel, histogram.Buckets.Append(double.PositiveInfinity).Select(CanonicalNumber.Format)),
            SummaryDefinition summary => Encode(MetricSeries.QuantileLabel, summary.Quantiles.Select(CanonicalNumber.Format)),
            StateSetDefinition states => Encode(states.Name, states.States),
            _ => [],
        };
    }

    /// <summary>The samples that are named as the metric.</summary>
    public SampleText Own { get; }

    /// <summary>The buckets of a histogram.</summary>
    public SampleText Bucket { get; }

    /// <summary>The sums.</summary>
    public SampleText Sum { get; }

    /// <summary>The counts.</summary>
    public SampleText Count { get; }

    /// <summary>The creation times.</summary>
    public SampleText Created { get; }

    /// <summary>Whether OpenMetrics knows it as a counter, so that it may have an exemplar and a creation time.</summary>
    public bool IsOpenMetricsCounter { get; }

    /// <summary>HELP and TYPE for the text format 0.0.4.</summary>
    public byte[] PrometheusHeader { get; }

    /// <summary>HELP and TYPE of the creation times in the text format 0.0.4, where they are a family of their own.</summary>
    public byte[] CreatedHeader { get; }

    /// <summary>TYPE, UNIT and HELP for OpenMetrics.</summary>
    public byte[] OpenMetricsHeader { get; }

    /// <summary>The label that tells the lines of a series apart, as <c>,le="0.1"</c>: each bucket with +Inf, each quantile, or each state.</summary>
    public byte[][] Details { get; }

    public static FamilyText Of(MetricFamily family) => Known.GetValue(family, static f => new FamilyText(f));

    private static byte[] Header(params ReadOnlySpan<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines));

    // What is not known has no line.
    private static string Line(string keyword, string name, string text) => text.Length > 0 ? $"# {keyword} {name} {text}\n" : "";

    private static byte[][] Encode(string label, IEnumerable<string> values) =>
        [.. values.Select(value => (byte[])[(byte)',', .. LabelText.Encode(label, LabelText.Normalize(value))])];

    private static string PrometheusType(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        MetricType.Summary => "summary",
        _ => "gauge", // The format has no other types; an info metric and a state set are gauges of 1 and 0.
    };

    // A counter is `x_total` in OpenMetrics, and an info metric `x_info`. One that is named otherwise keeps its name, so that queries find it in
    // every format, and gives up the type.
    private static string OpenMetricsType(MetricDefinition definition, string openMetricsName) => definition.Type switch
    {
        MetricType.Counter => openMetricsName.Length < definition.Name.Length ? "counter" : "unknown",
        MetricType.Info => openMetricsName.Length < definition.Name.Length ? "info" : "gauge",
        MetricType.StateSet => "stateset",
        MetricType.Histogram => "histogram",
        MetricType.Summary => "summary",
        _ => "gauge",
    };

    private static bool EndsIn(string name, string suffix) => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);

    // OpenMetrics: the unit must be the name's ending, and info and state sets have none.
    private static string UnitOf(MetricDefinition definition, string openMetricsName) =>
        definition.Unit is { } unit && definition.Type is not (MetricType.Info or MetricType.StateSet) && EndsIn(openMetricsName, "_" + unit) ? unit : "";

    private static string PrometheusHelp(string help) =>
        LabelText.Normalize(help).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    // A carriage return may stand in the text but not before the line feed ("Overall Structure").
    private static string OpenMetricsHelp(string help) => PrometheusHelp(help).Replace("\"", "\\\"", StringComparison.Ordinal).TrimEnd('\r');
}
