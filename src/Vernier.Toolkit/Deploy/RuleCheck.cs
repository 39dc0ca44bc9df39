using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Deploy;

/// <summary>What is wrong with alerts, recording rules and objectives.</summary>
internal static class RuleCheck
{
    /// <summary>Labels of alerts that come from elsewhere.</summary>
    private static readonly string[] TakenLabels = ["alertname", "alertstate", "severity"];

    public static IEnumerable<string> Of(MetricCatalog catalog)
    {
        string[] objectives = [.. catalog.Objectives.SelectMany(slo => OfObjective(slo, catalog.Scrape?.Interval))];
        // What follows from an objective can only be looked at when that is right.
        var alerts = objectives.Length == 0 ? new SystemRules(catalog).Alerts : catalog.Alerts;
        return
        [
            .. objectives,
            .. Names.Twice(alerts.Select(alert => alert.Name), $"{catalog.Name}: the alert"),
            .. alerts.SelectMany(alert => OfAlert($"{catalog.Name}: alert {alert.Name}", alert)),
            .. Names.Twice(catalog.RecordingRules.Select(Series), $"{catalog.Name}: the recording rule"),
            .. catalog.RecordingRules.SelectMany(rule => OfRecording($"{catalog.Name}: recording rule {rule.Name}", rule)),
        ];
    }

    private static IEnumerable<string> OfObjective(SloDefinition slo, TimeSpan? scrapeInterval)
    {
        var place = $"objective {slo.Name}";
        if (!Names.IsShort(slo.Name))
            yield return $"{place}: its name is not made of lower-case letters, digits, dashes and underscores.";
        if (slo.Target is not (>= SloRules.LowestTarget and < 1))
            yield return $"{place}: the target is {slo.Target}; allowed is {SloRules.LowestTarget} or more, and below 1.";
        if (slo.Window < TimeSpan.FromDays(7) || slo.Window > TimeSpan.FromDays(90))
            yield return $"{place}: the window is {slo.Window.TotalDays} days; allowed are 7 to 90.";
        else if (scrapeInterval is { } interval && SloRules.Shortest(slo.Window) < 2 * interval)
            yield return $"{place}: a rate needs two scrapes, and its shortest window of {PrometheusDuration.Format(SloRules.Shortest(slo.Window))} has not two at one in {PrometheusDuration.Format(interval)}.";
        if (slo.Good is null == slo.Bad is null)
            yield return $"{place}: either Good or Bad has to be given, and not both.";
        foreach (var mistake in ExpressionCheck.OfSelector($"{place}: Total", slo.Total))
            yield return mistake;
        foreach (var mistake in slo.Good is null ? [] : ExpressionCheck.OfSelector($"{place}: Good", slo.Good))
            yield return mistake;
        foreach (var mistake in slo.Bad is null ? [] : ExpressionCheck.OfSelector($"{place}: Bad", slo.Bad))
            yield return mistake;
    }

    private static IEnumerable<string> OfAlert(string place, AlertDefinition alert)
    {
        if (!MetricNames.IsLabelName(alert.Name))
            yield return $"{place}: its name is not made of letters, digits and underscores.";
        if (alert.For < TimeSpan.Zero)
            yield return $"{place}: For is {alert.For}; it cannot be negative.";
        foreach (var mistake in OfLabels(place, alert.Labels))
            yield return mistake;
        foreach (var taken in alert.Labels.Select(label => label.Key).Intersect(TakenLabels))
            yield return $"{place}: the label {taken} is set already.";
        foreach (var mistake in ExpressionCheck.Of(place, alert.Expression))
            yield return mistake;
        foreach (var test in alert.Tests)
        {
            if (test.Firing < 0 || test.After < TimeSpan.FromMinutes(1))
                yield return $"{place}: the example '{test.When}' has {test.Firing} firing after {test.After}; allowed are 0 or more, and a minute or more.";
            foreach (var mistake in test.Series.SelectMany(series => ExpressionCheck.OfSelector($"{place}: the example '{test.When}'", series.Series)))
                yield return mistake;
        }
    }

    private static IEnumerable<string> OfRecording(string place, RecordingRuleDefinition rule) =>
    [
        .. MetricNames.IsMetricName(rule.Name) ? [] : (string[])[$"{place}: its name is not made of letters, digits, underscores and colons."],
        .. OfLabels(place, rule.Labels),
        .. ExpressionCheck.Of(place, rule.Expression),
    ];

    private static IEnumerable<string> OfLabels(string place, IReadOnlyList<KeyValuePair<string, string>> labels) =>
    [
        .. Names.Twice(labels.Select(label => label.Key), $"{place}: the label"),
        .. labels.Where(label => !MetricNames.IsLabelName(label.Key)).Select(label => $"{place}: the label '{label.Key}' has a name that Prometheus does not take."),
    ];

    /// <summary>Two rules may record series of one name, when a label tells them apart.</summary>
    private static string Series(RecordingRuleDefinition rule) =>
        rule.Labels.Count == 0 ? rule.Name : $"{rule.Name}{{{string.Join(',', rule.Labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";
}
