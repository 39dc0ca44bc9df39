using System.Globalization;
using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>
/// What is wrong with the metrics themselves: what promtool's linter looks for (Prometheus documentation, "Metric and label naming"), the unit, and how
/// many series there may be.
/// </summary>
internal static partial class MetricRules
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary"];

    private static readonly string[] Abbreviations =
        ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d", "kib", "mib", "gib"];

    /// <summary>Units, in the plural, with the base unit that stands for them.</summary>
    private static readonly Dictionary<string, string> BaseUnits = new()
    {
        ["milliseconds"] = "seconds",
        ["microseconds"] = "seconds",
        ["nanoseconds"] = "seconds",
        ["minutes"] = "seconds",
        ["hours"] = "seconds",
        ["days"] = "seconds",
        ["weeks"] = "seconds",
        ["kilobytes"] = "bytes",
        ["megabytes"] = "bytes",
        ["gigabytes"] = "bytes",
        ["kibibytes"] = "bytes",
        ["mebibytes"] = "bytes",
        ["gibibytes"] = "bytes",
        ["bits"] = "bytes",
        ["percent"] = "ratio",
        ["kilometers"] = "meters",
        ["millimeters"] = "meters",
        ["milligrams"] = "grams",
        ["kilograms"] = "grams",
        ["fahrenheit"] = "celsius",
        ["kelvin"] = "celsius",
        ["milliamperes"] = "amperes",
        ["millivolts"] = "volts",
        ["calories"] = "joules",
    };

    public static IEnumerable<LintFinding> Check(KnownMetric metric, LintOptions options) =>
        Named(metric).Concat(Units(metric)).Concat(Labels(metric)).Concat(Series(metric, options))
            .Select(found => new LintFinding(found.Rule, metric.Place, found.Reason, found.Mend));

    private static IEnumerable<(LintRule Rule, string Reason, string Mend)> Named(KnownMetric metric)
    {
        var name = metric.Name;
        var words = name.Split('_', ':');
        var isTotal = name.EndsWith("_total", StringComparison.Ordinal);
        if (metric.Help.Length == 0)
            yield return (LintRules.MetricHelp, $"{name} has no help text.", "Say in a sentence what it measures.");
        if (metric.Type is MetricType.Counter && !isTotal)
            yield return (LintRules.MetricTotal, $"{name} is a counter, and OpenMetrics exposes counters as {name}_total only.", $"Call it {name}_total.");
        if (metric.Type is not (MetricType.Counter or null) && isTotal)
            yield return (LintRules.MetricTotal, $"{name} is called as a counter is, and is a {Of(metric)}.", "Leave out _total, or make it a counter.");
        if (metric.Type is not (MetricType.Histogram or null) && name.EndsWith("_bucket", StringComparison.Ordinal))
            yield return (LintRules.MetricSuffix, $"{name} ends as the buckets of a histogram do, and is a {Of(metric)}.", "Leave out _bucket.");
        if (metric.Type is not (MetricType.Histogram or MetricType.Summary or null) && (name.EndsWith("_count", StringComparison.Ordinal) || name.EndsWith("_sum", StringComparison.Ordinal)))
            yield return (LintRules.MetricSuffix, $"{name} ends as the count or sum of a histogram does, and is a {Of(metric)}.", "Choose another last word.");
        if (Types.FirstOrDefault(type => words.Contains(type)) is { } typed)
            yield return (LintRules.MetricType, $"{name} has the type '{typed}' in its name.", "Leave it out; the type is told beside the name.");
        if (name.Contains(':'))
            yield return (LintRules.MetricColon, $"{name} has a colon, by which recorded series are told.", "Use underscores.");
        if (CamelCase().IsMatch(name))
            yield return (LintRules.MetricCase, $"{name} is not in snake_case.", "Use lower case and underscores.");
        if (words.FirstOrDefault(Abbreviations.Contains) is { } abbreviation)
            yield return (LintRules.MetricAbbreviation, $"{name} has the abbreviated unit '{abbreviation}'.", "Spell the unit out, in the plural.");
    }

    private static IEnumerable<(LintRule Rule, string Reason, string Mend)> Units(KnownMetric metric)
    {
        var words = metric.Name.Split('_', ':');
        var unit = words.FirstOrDefault(BaseUnits.ContainsKey) ?? (metric.Unit is { } declared && BaseUnits.ContainsKey(declared) ? declared : null);
        if (unit is not null)
            yield return (LintRules.MetricBaseUnit, $"{metric.Name} is in {unit}; Prometheus's base unit is {BaseUnits[unit]}.", $"Measure in {BaseUnits[unit]}.");
        var stem = metric.Name.EndsWith("_total", StringComparison.Ordinal) ? metric.Name[..^"_total".Length] : metric.Name;
        if (metric.Unit is { Length: > 0 } named && !stem.EndsWith($"_{named}", StringComparison.Ordinal))
            yield return (LintRules.MetricUnitSuffix, $"{metric.Name} is in {named}, and its name does not say so.", $"Call it {stem}_{named}{metric.Name[stem.Length..]}.");
    }

    private static IEnumerable<(LintRule Rule, string Reason, string Mend)> Labels(KnownMetric metric)
    {
        foreach (var label in metric.Labels ?? [])
        {
            if (CamelCase().IsMatch(label.Name))
                yield return (LintRules.LabelCase, $"The label {label.Name} of {metric.Name} is not in snake_case.", "Use lower case and underscores.");
            if (label.Name is "le" or "quantile")
                yield return (LintRules.LabelReserved, $"{metric.Name} has the label {label.Name}, which is for buckets and quantiles.", "Choose another name.");
        }
    }

    private static IEnumerable<(LintRule Rule, string Reason, string Mend)> Series(KnownMetric metric, LintOptions options)
    {
        // Labels whose values are counted or limited; those that are neither multiply it by what nobody knows.
        var allowed = (metric.Labels ?? []).Select(label => label.Values?.Count ?? label.MaxValues).Where(values => values > 0).Aggregate(1.0, (product, values) => product * values);
        if (metric.MaxSeries > 0)
            allowed = Math.Min(allowed, metric.MaxSeries);
        var isExposed = metric.ExposedSeries > 0;
        var series = isExposed ? metric.ExposedSeries : allowed;
        if (series > options.MaxSeries)
        {
            yield return (LintRules.Cardinality, $"{metric.Name} {(isExposed ? "has" : "can have")} {series.ToString("N0", CultureInfo.InvariantCulture)} series; "
                + $"the limit is {options.MaxSeries.ToString("N0", CultureInfo.InvariantCulture)}.", isExposed ? "Take away a label." : "Take away a label, or state a limit by MaxSeries.");
        }
    }

    private static string Of(KnownMetric metric) => metric.Type!.Value.ToString().ToLowerInvariant();

    [GeneratedRegex("[a-z][A-Z]")]
    private static partial Regex CamelCase();
}
