using System.Globalization;
using Vernier.Catalog;
using Vernier.PromQL.Language;

namespace Vernier.Toolkit.Rules;

/// <summary>
/// What follows from an objective: the share of bad events over eight windows as recorded series, and two alerts on how fast the error budget burns.
/// Windows and rates are those of the Google SRE Workbook, chapter 5 "Alerting on SLOs", table 5-8, with its further step of three times over a day:
/// 2 % of the budget in an hour or 5 % in six hours is urgent, 10 % in a day or in three days is not. Both of a pair of windows must burn, so that the
/// alert ends soon after the burning does.
/// </summary>
internal sealed class SloRules
{
    /// <summary>With a larger budget not even a system whose every event is bad would burn it six times too fast, and the urgent alert could never fire.</summary>
    public const double LowestTarget = 0.85;

    /// <summary>How often the long windows are recorded. In that time they do not change by much, and each look at them reads all of their samples.</summary>
    public static readonly TimeSpan SeldomInterval = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan WorkbookWindow = TimeSpan.FromDays(30);

    private static readonly BurnRate[] Fast = [new(14.4m, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)), new(6, TimeSpan.FromMinutes(30), TimeSpan.FromHours(6))];
    private static readonly BurnRate[] Slow = [new(3, TimeSpan.FromHours(2), TimeSpan.FromDays(1)), new(1, TimeSpan.FromHours(6), TimeSpan.FromDays(3))];

    private readonly SloDefinition _slo;

    public SloRules(SloDefinition slo)
    {
        _slo = slo;
        TimeSpan[] windows = [.. Fast.Concat(Slow).SelectMany(rate => new[] { rate.Short, rate.Long }).Distinct().Order().Select(Scaled), slo.Window];
        Often = [.. windows.Where(window => window < LongWindow).Select(Record)];
        Seldom = [.. windows.Where(window => window >= LongWindow).Select(Record)];
        Alerts = [Alert("Fast", AlertSeverity.Critical, TimeSpan.FromMinutes(2), Fast), Alert("Slow", AlertSeverity.Warning, TimeSpan.FromMinutes(15), Slow)];
    }

    /// <summary>The share of bad events by job, for each window, the shorter before the longer.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Recordings => [.. Often, .. Seldom];

    /// <summary>Those of windows below a day, recorded as often as all else.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Often { get; }

    /// <summary>Those of longer windows, recorded every <see cref="SeldomInterval"/>.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Seldom { get; }

    public IReadOnlyList<AlertDefinition> Alerts { get; }

    /// <summary>The share of events that may be bad.</summary>
    public decimal Budget => 1 - (decimal)_slo.Target;

    /// <summary>The matcher of this objective's series.</summary>
    public string Matcher => $"slo=\"{_slo.Name}\"";

    /// <summary>The series over the objective's whole window.</summary>
    public RecordingRuleDefinition Whole => Recordings[^1];

    /// <summary>The series that shows what happens now, and the one without its noise.</summary>
    public IReadOnlyList<RecordingRuleDefinition> Recent => [Recorded(TimeSpan.FromHours(1)), Recorded(TimeSpan.FromHours(6))];

    public static string Number(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>The shortest window that is looked at, for an objective over some time.</summary>
    public static TimeSpan Shortest(TimeSpan objective) => Scaled(Fast[0].Short, objective);

    private static TimeSpan Scaled(TimeSpan window, TimeSpan objective) => TimeSpan.FromSeconds(Math.Round(window.TotalSeconds * (objective / WorkbookWindow)));

    private TimeSpan Scaled(TimeSpan window) => Scaled(window, _slo.Window);

    private RecordingRuleDefinition Recorded(TimeSpan window) => Recordings.First(rule => rule.Name == Name(Scaled(window)));

    private static string Name(TimeSpan window) => $"job:slo_errors:ratio_rate{PrometheusDuration.Format(window)}";

    // Where nothing happens there is no share, and no alert. Where no good or bad series exists yet, their number is 0; but a bucket is always there, or
    // there is none with this bound, and then nobody knows how many were good.
    private RecordingRuleDefinition Record(TimeSpan window)
    {
        var range = PrometheusDuration.Format(window);
        PromQLExpression all = $"sum by (job) (rate({_slo.Total}[{range}]))";
        PromQLExpression some = $"sum by (job) (rate({_slo.Bad ?? _slo.Good!}[{range}]))";
        PromQLExpression someOrNone = $"({some} or 0 * {all})";
        PromQLExpression counted = $"{(GoodIsABucket ? some : someOrNone)} / ({all} > 0)";
        return new(Name(window), _slo.Bad is null ? $"1 - {counted}" : counted)
        {
            Description = $"Share of bad events over {range}.",
            Labels = [new("slo", _slo.Name)],
        };
    }

    private bool GoodIsABucket => _slo.Good is { Metrics: [{ Type: MetricType.Histogram } histogram] } good
        && good.ToString().StartsWith(MetricSeries.Find(histogram, SeriesPart.Bucket)!.Name, StringComparison.Ordinal);

    private AlertDefinition Alert(string speed, AlertSeverity severity, TimeSpan wait, BurnRate[] rates)
    {
        PromQLExpression condition = $"{Burns(rates[0])} or {Burns(rates[1])}";
        return new($"{CamelCase(_slo.Name)}ErrorBudgetBurn{speed}", condition)
        {
            For = wait,
            Severity = severity,
            Summary = $"{_slo.Description.TrimEnd('.')}. The error budget burns {(speed == "Fast" ? "very fast" : "too fast")}",
            Description = "{{ $value | humanizePercentage }} of the events of {{ $labels.job }} are bad; "
                + $"{Number(Budget * 100)}% may be, over {PrometheusDuration.Format(_slo.Window)}.",
            Runbook = _slo.Runbook,
            Labels = [new("slo", _slo.Name)],
            Tests = Tests(rates, wait + TimeSpan.FromMinutes(10)),
        };
    }

    private PromQLExpression Burns(BurnRate rate)
    {
        var limit = $"{Number(rate.Factor)} * {Number(Budget)}";
        return $"({Recorded(rate.Short)}{{{Matcher}}} > {limit} and {Recorded(rate.Long)}{{{Matcher}}} > {limit})";
    }

    private AlertTest[] Tests(BurnRate[] rates, TimeSpan after)
    {
        TestSeries[] Series(Func<BurnRate, decimal> ofShort, Func<BurnRate, decimal> ofLong) =>
            [.. rates.SelectMany(rate => new[] { Sample(rate.Short, ofShort(rate)), Sample(rate.Long, ofLong(rate)) }).DistinctBy(s => s.Series.ToString())];

        decimal Slower(BurnRate rate) => rate == rates[1] ? rate.Factor * 1.1m : 0;

        return
        [
            new($"The budget burns a tenth faster than {Number(rates[0].Factor)} times", 1, Series(r => r.Factor * 1.1m, r => r.Factor * 1.1m)) { After = after },
            new("It burns a tenth slower than each limit", 0, Series(r => r.Factor * 0.9m, r => r.Factor * 0.9m)) { After = after },
            new($"It burns a tenth faster than {Number(rates[1].Factor)} times, and that for long", 1, Series(Slower, Slower)) { After = after },
            new("It burned, and is over", 0, Series(_ => 0, r => r.Factor * 2)) { After = after },
            new("It burns, and has not for long", 0, Series(r => r.Factor * 2, r => r.Factor * 0.9m)) { After = after },
        ];
    }

    // All events at most are bad, however fast it burns.
    private TestSeries Sample(TimeSpan window, decimal factor) =>
        new($"{Recorded(window)}{{{Matcher},job=\"test\"}}", $"{Number(Math.Min(1, factor * Budget))}x60");

    private static string CamelCase(string name) => string.Concat(name.Split('-', '_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
