using Vernier.Catalog;
using static Vernier.CcProxy.CcProxyDefinitions;

namespace Vernier.CcProxy;

/// <summary>The alerts and the service level objectives.</summary>
internal static class CcProxyAlerts
{
    private const string Runbook = "docs/runbooks/ccproxy.md";

    /// <summary>The kinds of errors that the proxy or a provider causes, as a regex; errors of clients are not included.</summary>
    private const string ServerErrors =
        "internal|service_unavailable|provider_connection|provider_timeout|provider_stream_cut|provider_overloaded|provider_server_error|provider_stream_error";

    private static readonly LabelDefinition Status = RequestsTotal.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.ErrorType));
    private static readonly LabelDefinition Service = Errors.Label(nameof(ErrorLabels.ServiceType));
    private static readonly LabelDefinition Event = HookEventsDropped.Label(nameof(HookEventLabels.Event));
    private static readonly LabelDefinition HookName = HookFailures.Label(nameof(HookLabels.Hook));

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("CcProxyHighErrorRate", $"sum by (job) (rate({RequestsTotal}{{{Status}=~\"error|5..\"}}[5m])) / sum by (job) (rate({RequestsTotal}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "More than 5% of the requests through CCProxy fail",
            Description = "{{ $value | humanizePercentage }} of the requests failed in the proxy or at a provider. See the panel Errors by type.",
            Runbook = $"{Runbook}#ccproxyhigherrorrate",
            Tests =
            [
                new("One request in ten fails", 1, Requests("200", "0+90x60"), Requests("error", "0+10x60")),
                new("One response in ten has status 500", 1, Requests("200", "0+90x60"), Requests("500", "0+10x60")),
                new("One request in fifty fails", 0, Requests("200", "0+98x60"), Requests("error", "0+2x60")),
                new("All requests of one job fail, none of another with more traffic", 1,
                    Requests("200", "0+990x60"), Requests("200", "0x60", "staging"), Requests("error", "0+10x60", "staging")),
                new("One request in ten gets 400 from the provider", 0, Requests("200", "0+90x60"), Requests("400", "0+10x60")),
                new("No requests", 0, Requests("200", "7x60"), Requests("error", "1x60")),
            ],
        },
        new("CcProxySlowResponses", $"histogram_quantile(0.95, sum by (job, le) (rate({ResponseDuration:bucket}[5m]))) > 20")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Response time p95 through CCProxy is over 20s",
            Description = "5% of the requests take longer than {{ $value | humanizeDuration }}. Compare the models and the wait for a client.",
            Runbook = $"{Runbook}#ccproxyslowresponses",
            Tests =
            [
                new("One response in ten takes longer than the last bucket", 1, Responses("10", "0+9x60"), Responses("25", "0+9x60"), Responses("+Inf", "0+10x60")),
                new("One response in fifty takes longer", 0, Responses("10", "0+49x60"), Responses("25", "0+49x60"), Responses("+Inf", "0+50x60")),
            ],
        },
        new("CcProxyProviderFailing", $"sum by (job, {Service}) (rate({Errors}{{{ErrorType}=~\"provider_(connection|timeout|stream_cut|overloaded|server_error|stream_error)\"}}[5m])) "
            + $"/ sum by (job, {Service}) (rate({RequestsTotal}[5m])) > 0.5")
        {
            For = TimeSpan.FromMinutes(2),
            Severity = AlertSeverity.Critical,
            Summary = "Provider {{ $labels.service_type }} is failing",
            Description = "{{ $value | humanizePercentage }} of the requests to {{ $labels.service_type }} fail because of the provider.",
            Runbook = $"{Runbook}#ccproxyproviderfailing",
            Tests =
            [
                new("One provider is unreachable, another one works", 1,
                    ProviderErrors("a", "0+10x60"), RequestsTo("a", "0+10x60"), ProviderErrors("b", "0x60"), RequestsTo("b", "0+10x60")),
                new("One request in three fails", 0, ProviderErrors("a", "0+10x60"), RequestsTo("a", "0+30x60")),
            ],
        },
        new("CcProxyPoolExhausted", $"histogram_quantile(0.95, sum by (job, le) (rate({PoolAcquisitionDuration:bucket}[5m]))) > 1")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Requests wait for a client of the pool",
            Description = "5% of the requests wait longer than {{ $value | humanizeDuration }} for a client. Raise pool: max_clients.",
            Runbook = $"{Runbook}#ccproxypoolexhausted",
            Tests =
            [
                new("One request in five waits up to five seconds", 1, Waits("1", "0+8x60"), Waits("5", "0+10x60"), Waits("+Inf", "0+10x60")),
                new("One request in fifty waits", 0, Waits("1", "0+49x60"), Waits("5", "0+50x60"), Waits("+Inf", "0+50x60")),
            ],
        },
        new("CcProxyProviderUnhealthy", $"increase({PoolHealthCheckFailures}[5m]) > 2")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "A provider fails its health checks",
            Description = "{{ printf \"%.0f\" $value }} health checks failed in 5 minutes. The log of the proxy names the provider.",
            Runbook = $"{Runbook}#ccproxyproviderunhealthy",
            Tests =
            [
                new("All checks fail", 1, HealthChecks("0+2x60")),
                new("Two checks failed long ago", 0, HealthChecks("0x5 2x55")),
            ],
        },
        new("CcProxyHookEventsDropped", $"sum by (job, {Event}) (increase({HookEventsDropped}[5m])) > 0")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Info,
            Summary = "Background hooks of CCProxy are too slow",
            Description = "Events {{ $labels.event }} are dropped before they reach background hooks. Request metrics are unaffected.",
            Runbook = $"{Runbook}#ccproxyhookeventsdropped",
            Tests =
            [
                new("Chunk events are dropped", 1, Dropped("0+100x60")),
                new("No event is dropped", 0, Dropped("0x60")),
            ],
        },
        new("CcProxyHookFailing", $"sum by (job, {HookName}) (increase({HookFailures}[5m])) > 0")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Hook {{ $labels.hook }} of CCProxy is failing",
            Description = "The hook failed on {{ printf \"%.0f\" $value }} events in 5 minutes. Requests and other hooks are unaffected.",
            Runbook = $"{Runbook}#ccproxyhookfailing",
            Tests =
            [
                new("A hook fails on every event", 1, HookErrors("0+100x60")),
                new("The hook has not failed", 0, HookErrors("0x60")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        new("ccproxy-availability", 0.99)
        {
            Description = "99% of the requests complete without an error of the proxy or a provider.",
            Total = $"{RequestsTotal}",
            Bad = $"{Errors}{{{ErrorType}=~\"{ServerErrors}\"}}",
            Runbook = $"{Runbook}#objectives",
        },
        SloDefinition.Latency("ccproxy-response-time", 0.95, ResponseDuration, 10,
            "95% of the requests complete within 10 seconds.", $"{Runbook}#objectives"),
    ];

    private static TestSeries Requests(string status, string values, string job = "ccproxy") =>
        new($"{RequestsTotal}{{{Status}=\"{status}\",job=\"{job}\"}}", values);

    private static TestSeries RequestsTo(string service, string values) => new($"{RequestsTotal}{{{Status}=\"200\",{Service}=\"{service}\"}}", values);

    private static TestSeries ProviderErrors(string service, string values) =>
        new($"{Errors}{{{ErrorType}=\"provider_connection\",{Service}=\"{service}\"}}", values);

    private static TestSeries Responses(string bound, string values) => new($"{ResponseDuration:bucket}{{le=\"{bound}\"}}", values);

    private static TestSeries Waits(string bound, string values) => new($"{PoolAcquisitionDuration:bucket}{{le=\"{bound}\"}}", values);

    private static TestSeries HealthChecks(string values) => new($"{PoolHealthCheckFailures}", values);

    private static TestSeries Dropped(string values) => new($"{HookEventsDropped}{{{Event}=\"PROVIDER_STREAM_CHUNK\"}}", values);

    private static TestSeries HookErrors(string values) => new($"{HookFailures}{{{HookName}=\"audit\"}}", values);
}
