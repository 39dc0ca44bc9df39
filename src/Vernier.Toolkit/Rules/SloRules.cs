using System.Globalization;
using Vernier.Catalog;
using Vernier.PromQL.Language;

namespace Vernier.Toolkit.Rules;

/// <summary>
/// Derives recording rules and alerts from an objective: the error ratio over eight windows, and two alerts on the burn rate of the error budget. Windows
/// and burn rates are those of the Google SRE Workbook, chapter 5 "Alerting on SLOs", table 5-8, with the additional burn rate of 3 over a day: 2 % of the
/// budget in an hour or 5 % in six hours is critical, 10 % in one or three days is a warning. The burn rate must exceed the limit over a long and a short
/// window, so that the alert resolves soon after the errors stop.
/// </summary>
internal sealed class SloRules
{
    /// <summary>The lowest allowed target. With a larger budget, even an error ratio of 100 % burns it less than six times too fast, so that the critical alert cannot fire.</summary>
    public const double MinTarget = 0.85;

    /// <summary>The evaluation interval of long windows: they change slowly, and every evaluation reads all of their samples.</summary>
    public static readonly TimeSpan LongWindowInterval = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan WorkbookWindow = TimeSpan.FromDays(30);

    private static readonly BurnRate[] Fast = [new(14.4m, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)), new(6, TimeSpan.FromMinutes(30), TimeSpan.FromHours(6))];
    private static readonly BurnRate[] Slow = [new(3, TimeSpan.FromHours(2), TimeSpan.FromDays(1)), new(1, TimeSpan.FromHours(6), TimeSpan.FromDays(3))];

    private readonly SloDefinition _slo;

    public SloRules(SloDefinition slo)
    {
        _slo = slo;
        TimeSpan[] windows = [.. Fast.Concat(Slow).SelectMany(rate => new[] { rate.Short, rate.Long }).Distinct().Order().Select(Scaled), slo.Window];
        ShortWindows = [.. windows.Where(window => window < LongWindow).Select(Record)];
        LongWindows = [.. windows.Where(window => window >= LongWindow).Select(Record)];
        Alerts = [Alert("Fast", AlertSeverity.Critical, TimeSpan.FromMinutes(2), Fast), Alert("Slow", AlertSeverity.Warning, TimeSpan.FromMinutes(15), Slow)];
    }

    /// <summary>The error ratio over each window, shortest first.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Recordings => [.. ShortWindows, .. LongWindows];

    /// <summary>The rules of windows shorter than a day, evaluated at the default interval.</summary>
    public IReadOnlyList<RecordingRuleDefinition> ShortWindows { get; }

    /// <summary>The rules of longer windows, evaluated every <see cref="LongWindowInterval"/>.</summary>
    public IReadOnlyList<RecordingRuleDefinition> LongWindows { get; }

    public IReadOnlyList<AlertDefinition> Alerts { get; }

    /// <summary>The error budget: the allowed error ratio.</summary>
    public decimal Budget => 1 - (decimal)_slo.Target;

    /// <summary>The labels by which events are counted: the job, and those of the objective.</summary>
    public IReadOnlyList<string> Labels => ["job", .. _slo.By.Select(label => label.Name)];

    /// <summary>The matcher that selects the series of this objective.</summary>
    public string Matcher => $"slo=\"{_slo.Name}\"";

    /// <summary>The error ratio over the whole window of the objective.</summary>
    public RecordingRuleDefinition WholeWindow => Recordings[^1];

    /// <summary>The error ratios over one and six hours, for the current burn rate.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Recent => [RuleOf(TimeSpan.FromHours(1)), RuleOf(TimeSpan.FromHours(6))];

    public static string Number(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>Returns the shortest alert window of an objective with a window.</summary>
    public static TimeSpan ShortestWindow(TimeSpan objective) => Scaled(Fast[0].Short, objective);

    private static TimeSpan Scaled(TimeSpan window, TimeSpan objective) => TimeSpan.FromSeconds(Math.Round(window.TotalSeconds * (objective / WorkbookWindow)));

    private TimeSpan Scaled(TimeSpan window) => Scaled(window, _slo.Window);

    private RecordingRuleDefinition RuleOf(TimeSpan window) => Recordings.First(rule => rule.Name == Name(Scaled(window)));

    // The first part of the name of a recorded series is the labels by which it is aggregated.
    private string Name(TimeSpan window) => $"{string.Join('_', Labels)}:slo_errors:ratio_rate{PrometheusDuration.Format(window)}";

    // Without events the rules return no error ratio, and so no alert fires. Good or bad series that do not exist yet count as 0, except for buckets: they
    // always exist, or the histogram has no bucket with this bound and the number of good events is unknown.
    private RecordingRuleDefinition Record(TimeSpan window)
    {
        var range = PrometheusDuration.Format(window);
        var by = string.Join(", ", Labels);
        PromQLExpression all = $"sum by ({by}) (rate({_slo.Total}[{range}]))";
        PromQLExpression selected = $"sum by ({by}) (rate({_slo.Bad ?? _slo.Good!}[{range}]))";
        PromQLExpression selectedOrZero = $"({selected} or 0 * {all})";
        PromQLExpression counted = $"{(GoodIsBucket ? selected : selectedOrZero)} / ({all} > 0)";
        return new(Name(window), _slo.Bad is null ? $"1 - {counted}" : counted)
        {
            Description = $"Error ratio over {range}.",
            Labels = [new("slo", _slo.Name)],
        };
    }

    private bool GoodIsBucket => _slo.Good?.MetricAt(0)?.Part is SeriesPart.Bucket;

    private AlertDefinition Alert(string speed, AlertSeverity severity, TimeSpan wait, BurnRate[] rates)
    {
        PromQLExpression condition = $"{Burns(rates[0])} or {Burns(rates[1])}";
        return new($"{CamelCase(_slo.Name)}ErrorBudgetBurn{speed}", condition)
        {
            For = wait,
            Severity = severity,
            Summary = $"{speed} burn of the error budget: {_slo.Description.TrimEnd('.')}",
            Description = $"{{{{ $value | humanizePercentage }}}} of the events of {string.Join(", ", Labels.Select(label => $"{{{{ $labels.{label} }}}}"))} are bad; "
                + $"the objective allows {Number(Budget * 100)}% over {PrometheusDuration.Format(_slo.Window)}.",
            Runbook = _slo.Runbook,
            Labels = [new("slo", _slo.Name)],
            Tests = Tests(rates, wait + TimeSpan.FromMinutes(10)),
        };
    }

    private PromQLExpression Burns(BurnRate rate)
    {
        var limit = $"{Number(rate.Factor)} * {Number(Budget)}";
        return $"({RuleOf(rate.Short)}{{{Matcher}}} > {limit} and {RuleOf(rate.Long)}{{{Matcher}}} > {limit})";
    }

    private AlertTest[] Tests(BurnRate[] rates, TimeSpan after)
    {
        TestSeries[] Series(Func<BurnRate, decimal> ofShort, Func<BurnRate, decimal> ofLong) =>
            [.. rates.SelectMany(rate => new[] { Sample(rate.Short, ofShort(rate)), Sample(rate.Long, ofLong(rate)) }).DistinctBy(s => s.Series.ToString())];

        decimal Slower(BurnRate rate) => rate == rates[1] ? rate.Factor * 1.1m : 0;

        return
        [
            new($"The burn rate is 10% above {Number(rates[0].Factor)}", 1, Series(r => r.Factor * 1.1m, r => r.Factor * 1.1m)) { After = after },
            new("The burn rate is 10% below both limits", 0, Series(r => r.Factor * 0.9m, r => r.Factor * 0.9m)) { After = after },
            new($"The burn rate is 10% above {Number(rates[1].Factor)} over the longer windows", 1, Series(Slower, Slower)) { After = after },
            new("The errors have stopped", 0, Series(_ => 0, r => r.Factor * 2)) { After = after },
            new("The errors have just started", 0, Series(r => r.Factor * 2, r => r.Factor * 0.9m)) { After = after },
        ];
    }

    // The error ratio cannot exceed 1.
    private TestSeries Sample(TimeSpan window, decimal factor) =>
        new($"{RuleOf(window)}{{{Matcher},{string.Join(',', Labels.Select(label => $"{label}=\"test\""))}}}", $"{Number(Math.Min(1, factor * Budget))}x60");

    private static string CamelCase(string name) => string.Concat(name.Split('-', '_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
