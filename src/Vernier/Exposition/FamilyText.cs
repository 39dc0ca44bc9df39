using System.Text;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>The parts of a family's lines that never change, encoded once for both text formats; a scrape copies them.</summary>
internal sealed class FamilyText
{
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

        // In the order of the specification ("MetricFamily metadata").
        OpenMetricsHeader = Header(
            Line("TYPE", openMetricsName, openMetricsType),
            Line("UNIT", openMetricsName, UnitOf(definition, openMetricsName)),
            Line("HELP", openMetricsName, OpenMetricsHelp(definition.Help)));
        Details = definition switch
        {
            HistogramDefinition histogram => Encode(MetricSeries.BucketLabel, [.. Texts(histogram.Buckets), CanonicalNumber.Format(double.PositiveInfinity)]),
            SummaryDefinition summary => Encode(MetricSeries.QuantileLabel, Texts(summary.Quantiles)),
            StateSetDefinition states => Encode(states.Name, states.States),
            _ => [],
        };
    }

    /// <summary>The samples with the metric's own name.</summary>
    public SampleText Own { get; }

    public SampleText Bucket { get; }

    public SampleText Sum { get; }

    public SampleText Count { get; }

    public SampleText Created { get; }

    /// <summary>Whether the family is a counter in OpenMetrics, which may have exemplars and creation times.</summary>
    public bool IsOpenMetricsCounter { get; }

    /// <summary>HELP and TYPE in the text format 0.0.4.</summary>
    public byte[] PrometheusHeader { get; }

    /// <summary>HELP and TYPE of the creation times in the text format 0.0.4, where they are a separate family.</summary>
    public byte[] CreatedHeader { get; }

    /// <summary>TYPE, UNIT and HELP in OpenMetrics.</summary>
    public byte[] OpenMetricsHeader { get; }

    /// <summary>The label that distinguishes the lines of a series, e.g. <c>,le="0.1"</c>, for each bucket with +Inf, each quantile, or each state.</summary>
    public byte[][] Details { get; }

    /// <summary>The labels of the family's series.</summary>
    public LabelTextCache Labels { get; } = new();

    /// <summary>Returns the text of a family, which lives as long as the family. Called within a collection.</summary>
    public static FamilyText Of(MetricFamily family) => family.WriterCache(static f => new FamilyText(f));

    private static byte[] Header(params ReadOnlySpan<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines));

    private static string Line(string keyword, string name, string text) => text.Length > 0 ? $"# {keyword} {name} {text}\n" : "";

    private static List<string> Texts(IReadOnlyList<double> numbers)
    {
        var texts = new List<string>(numbers.Count + 1);
        foreach (var number in numbers)
            texts.Add(CanonicalNumber.Format(number));
        return texts;
    }

    private static byte[][] Encode(string label, IEnumerable<string> values) =>
        [.. values.Select(value => LabelText.EncodeNext(label, LabelValue.Normalize(value)))];

    private static string PrometheusType(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        MetricType.Summary => "summary",
        _ => "gauge", // The format has no info metrics and state sets; they become gauges of 1 and 0.
    };

    // In OpenMetrics a counter is named `x_total` and an info metric `x_info`. One with another name keeps its name, so that queries find it in
    // every format, and loses its type.
    private static string OpenMetricsType(MetricDefinition definition, string openMetricsName) => definition.Type switch
    {
        MetricType.Counter => openMetricsName.Length < definition.Name.Length ? "counter" : "unknown",
        MetricType.Info => openMetricsName.Length < definition.Name.Length ? "info" : "gauge",
        MetricType.StateSet => "stateset",
        MetricType.Histogram => "histogram",
        MetricType.Summary => "summary",
        _ => "gauge",
    };

    private static bool HasSuffix(string name, string suffix) => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);

    // In OpenMetrics the name must end in the unit; info metrics and state sets have none.
    private static string UnitOf(MetricDefinition definition, string openMetricsName) =>
        definition.Unit is { } unit && definition.Type is not (MetricType.Info or MetricType.StateSet) && HasSuffix(openMetricsName, "_" + unit) ? unit : "";

    private static string PrometheusHelp(string help) =>
        LabelValue.Normalize(help).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    // A carriage return is allowed within the text, but not before the line feed ("Overall Structure").
    private static string OpenMetricsHelp(string help) => PrometheusHelp(help).Replace("\"", "\\\"", StringComparison.Ordinal).TrimEnd('\r');
}
