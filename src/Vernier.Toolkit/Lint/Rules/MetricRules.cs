using System.Globalization;
using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>
/// Checks metrics: the checks of promtool (Prometheus documentation, "Metric and label naming"), the declared unit, and the number of series.
/// </summary>
internal static partial class MetricRules
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary"];

    private static readonly string[] Abbreviations =
        ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d", "kib", "mib", "gib"];

    /// <summary>Units in the plural with their base units.</summary>
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
        Names(metric).Concat(Units(metric)).Concat(Labels(metric)).Concat(Series(metric, options))
            .Select(found => new LintFinding(found.Rule, metric.Location, found.Message, found.Fix ?? found.Rule.Fix));

    private static IEnumerable<(LintRule Rule, string Message, string? Fix)> Names(KnownMetric metric)
    {
        var name = metric.Name;
        var words = name.Split('_', ':');
        var isTotal = name.EndsWith(MetricSeries.TotalSuffix, StringComparison.Ordinal);
        if (metric.Help.Length == 0)
            yield return (LintRules.MetricHelp, $"{name} has no help text.", null);
        if (metric.Type is MetricType.Counter && !isTotal)
            yield return (LintRules.MetricTotal, $"{name} is a counter, but its name does not end in _total as OpenMetrics requires.", $"Rename it to {name}{MetricSeries.TotalSuffix}.");
        if (metric.Type is not (MetricType.Counter or null) && isTotal)
            yield return (LintRules.MetricTotal, $"{name} ends in _total but is a {TypeOf(metric)}.", "Drop _total, or make the metric a counter.");
        if (metric.Type is not (MetricType.Histogram or null) && name.EndsWith(MetricSeries.BucketSuffix, StringComparison.Ordinal))
            yield return (LintRules.MetricSuffix, $"{name} ends in _bucket but is a {TypeOf(metric)}.", "Drop _bucket.");
        if (metric.Type is not (MetricType.Histogram or MetricType.Summary or null) && (name.EndsWith(MetricSeries.CountSuffix, StringComparison.Ordinal) || name.EndsWith(MetricSeries.SumSuffix, StringComparison.Ordinal)))
            yield return (LintRules.MetricSuffix, $"{name} ends in {name[name.LastIndexOf('_')..]} but is a {TypeOf(metric)}.", null);
        if (Types.FirstOrDefault(type => words.Contains(type)) is { } typed)
            yield return (LintRules.MetricType, $"{name} contains the type '{typed}'.", null);
        if (name.Contains(':'))
            yield return (LintRules.MetricColon, $"{name} contains a colon.", null);
        if (CamelCase().IsMatch(name))
            yield return (LintRules.MetricCase, $"{name} is not in snake_case.", null);
        if (words.FirstOrDefault(Abbreviations.Contains) is { } abbreviation)
            yield return (LintRules.MetricAbbreviation, $"{name} contains the abbreviated unit '{abbreviation}'.", null);
    }

    private static IEnumerable<(LintRule Rule, string Message, string? Fix)> Units(KnownMetric metric)
    {
        var words = metric.Name.Split('_', ':');
        var unit = words.FirstOrDefault(BaseUnits.ContainsKey) ?? (metric.Unit is { } declared && BaseUnits.ContainsKey(declared) ? declared : null);
        if (unit is not null)
            yield return (LintRules.MetricBaseUnit, $"{metric.Name} is in {unit}; the Prometheus base unit is {BaseUnits[unit]}.", $"Use {BaseUnits[unit]}.");
        var stem = metric.Name.EndsWith(MetricSeries.TotalSuffix, StringComparison.Ordinal) ? metric.Name[..^MetricSeries.TotalSuffix.Length] : metric.Name;
        if (metric.Unit is { Length: > 0 } named && !stem.EndsWith($"_{named}", StringComparison.Ordinal))
            yield return (LintRules.MetricUnitSuffix, $"{metric.Name} is in {named}, but its name does not end in the unit.", $"Rename it to {stem}_{named}{metric.Name[stem.Length..]}.");
    }

    private static IEnumerable<(LintRule Rule, string Message, string? Fix)> Labels(KnownMetric metric)
    {
        foreach (var label in metric.Labels ?? [])
        {
            if (CamelCase().IsMatch(label.Name))
                yield return (LintRules.LabelCase, $"Label {label.Name} of {metric.Name} is not in snake_case.", null);
            if (label.Name is MetricSeries.BucketLabel or MetricSeries.QuantileLabel)
                yield return (LintRules.LabelReserved, $"{metric.Name} has the label {label.Name}, which is reserved for {(label.Name == MetricSeries.BucketLabel ? "histograms" : "summaries")}.", null);
        }
    }

    private static IEnumerable<(LintRule Rule, string Message, string? Fix)> Series(KnownMetric metric, LintOptions options)
    {
        // Labels without a known number of values are left out, so this is a lower bound.
        var possible = (metric.Labels ?? []).Select(label => label.Values?.Count ?? label.MaxValues).Where(values => values > 0).Aggregate(1.0, (product, values) => product * values);
        if (metric.MaxSeries > 0)
            possible = Math.Min(possible, metric.MaxSeries);
        var isExposed = metric.ExposedSeries > 0;
        var series = isExposed ? metric.ExposedSeries : possible;
        if (series > options.MaxSeries)
        {
            yield return (LintRules.Cardinality, $"{metric.Name} {(isExposed ? "has" : "can have")} {series.ToString("N0", CultureInfo.InvariantCulture)} series; "
                + $"the limit is {options.MaxSeries.ToString("N0", CultureInfo.InvariantCulture)}.", isExposed ? null : "Remove a label, or set MaxSeries.");
        }
    }

    private static string TypeOf(KnownMetric metric) => metric.Type!.Value.ToString().ToLowerInvariant();

    [GeneratedRegex("[a-z][A-Z]")]
    private static partial Regex CamelCase();
}
