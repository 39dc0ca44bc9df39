using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Validation;

/// <summary>Finds errors in alerts, recording rules, and objectives.</summary>
internal sealed class RuleValidator(ExpressionValidator expressions)
{
    /// <summary>Labels of alerts that Prometheus or the generator sets.</summary>
    private static readonly string[] ReservedLabels = ["alertname", "alertstate", "severity"];

    public IEnumerable<string> Validate(MetricCatalog catalog)
    {
        string[] objectives = [.. catalog.Objectives.SelectMany(slo => Validate(slo, catalog.Scrape?.Interval))];
        // The alerts of an objective can be derived only if the objective is valid.
        var alerts = objectives.Length == 0 ? new SystemRules(catalog).Alerts : catalog.Alerts;
        return
        [
            .. objectives,
            .. NameRules.Duplicates(alerts.Select(alert => alert.Name), $"{catalog.Name}: duplicate alert"),
            .. catalog.AlertInterval < TimeSpan.FromMilliseconds(1) ? [$"{catalog.Name}: the alert interval {catalog.AlertInterval} is too short; the minimum is 1ms."] : (string[])[],
            .. alerts.SelectMany(alert => Validate($"{catalog.Name}: alert {alert.Name}", alert)),
            .. NameRules.Duplicates(catalog.RecordingRules.Select(Series), $"{catalog.Name}: duplicate recording rule"),
            .. catalog.RecordingRules.SelectMany(rule => Validate($"{catalog.Name}: recording rule {rule.Name}", rule)),
        ];
    }

    private IEnumerable<string> Validate(SloDefinition slo, TimeSpan? scrapeInterval)
    {
        var location = $"objective {slo.Name}";
        if (!NameRules.IsShortName(slo.Name))
            yield return $"{location}: the name is not valid; allowed are {NameRules.ShortNameCharacters}.";
        if (slo.Target is not (>= SloRules.MinTarget and < 1))
            yield return $"{location}: the target {slo.Target} is out of range; allowed are {SloRules.MinTarget} or more, and less than 1.";
        if (slo.Window < TimeSpan.FromDays(7) || slo.Window > TimeSpan.FromDays(90))
            yield return $"{location}: the window of {slo.Window.TotalDays} days is out of range; allowed are 7 to 90 days.";
        else if (scrapeInterval is { } interval && SloRules.ShortestWindow(slo.Window) < 2 * interval)
        {
            yield return $"{location}: the shortest alert window of {PrometheusDuration.Format(SloRules.ShortestWindow(slo.Window))} is too short for a scrape interval of "
                + $"{PrometheusDuration.Format(interval)}; a rate needs at least two scrapes.";
        }
        if (slo.Good is null == slo.Bad is null)
            yield return $"{location}: exactly one of Good and Bad must be set.";
        foreach ((var name, var selector) in new[] { ("Total", slo.Total), ("Good", slo.Good), ("Bad", slo.Bad) })
        {
            foreach (var error in selector is null ? [] : expressions.ValidateSelector($"{location}: {name}", selector))
                yield return error;
            foreach (var label in slo.By.Where(label => selector?.Metrics.Any(metric => metric.Labels.All(own => own.Name != label.Name)) is true))
                yield return $"{location}: {name} has no label '{label.Name}', which is in By.";
        }
    }

    private IEnumerable<string> Validate(string location, AlertDefinition alert)
    {
        if (!MetricNames.IsLabelName(alert.Name))
            yield return $"{location}: the name is not valid; allowed are letters, digits, and underscores.";
        if (alert.For < TimeSpan.Zero)
            yield return $"{location}: For is {alert.For} but must not be negative.";
        foreach (var error in ValidateLabels(location, alert.Labels))
            yield return error;
        foreach (var reserved in alert.Labels.Select(label => label.Key).Intersect(ReservedLabels))
            yield return $"{location}: the label '{reserved}' is reserved.";
        foreach (var error in expressions.Validate(location, alert.Expression))
            yield return error;
        foreach (var test in alert.Tests)
        {
            if (test.Firing < 0)
                yield return $"{location}: test '{test.When}': Firing is {test.Firing} but must not be negative.";
            if (test.After < TimeSpan.FromMinutes(1))
                yield return $"{location}: test '{test.When}': After is {test.After}; the minimum is 1m.";
            foreach (var error in test.Series.SelectMany(series => expressions.ValidateSelector($"{location}: test '{test.When}'", series.Series)))
                yield return error;
        }
    }

    private IEnumerable<string> Validate(string location, RecordingRuleDefinition rule)
    {
        if (!MetricNames.IsMetricName(rule.Name))
            yield return $"{location}: the name is not valid; allowed are letters, digits, underscores, and colons.";
        foreach (var error in ValidateLabels(location, rule.Labels).Concat(expressions.Validate(location, rule.Expression)))
            yield return error;
    }

    private static IEnumerable<string> ValidateLabels(string location, IReadOnlyList<KeyValuePair<string, string>> labels) =>
    [
        .. NameRules.Duplicates(labels.Select(label => label.Key), $"{location}: duplicate label"),
        .. labels.Where(label => !MetricNames.IsLabelName(label.Key)).Select(label => $"{location}: '{label.Key}' is not a valid label name."),
    ];

    /// <summary>Returns the recorded series; rules with the same name are allowed if their labels differ.</summary>
    private static string Series(RecordingRuleDefinition rule) =>
        rule.Labels.Count == 0 ? rule.Name : $"{rule.Name}{{{string.Join(',', rule.Labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";
}
