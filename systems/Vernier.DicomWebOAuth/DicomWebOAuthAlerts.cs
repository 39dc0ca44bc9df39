using Vernier.Catalog;
using Vernier.DicomWebOAuth.Labels;
using static Vernier.DicomWebOAuth.DicomWebOAuthCatalog;

namespace Vernier.DicomWebOAuth;

/// <summary>The alerts, with examples that prove them; the objectives; and what is to be said of the document's queries.</summary>
internal static class DicomWebOAuthAlerts
{
    private const string Runbook = "docs/runbooks/dicomweb-oauth.md";

    // Errors alone would be the namespace.
    private static readonly CounterDefinition<ErrorLabels> Failures = DicomWebOAuthCatalog.Errors;

    private static readonly LabelDefinition Server = TokenAcquisitions.Label(nameof(AcquisitionLabels.Server));
    private static readonly LabelDefinition Status = TokenAcquisitions.Label(nameof(AcquisitionLabels.Status));
    private static readonly LabelDefinition Endpoint = HttpRequests.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition HttpStatus = HttpRequests.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Code = Failures.Label(nameof(ErrorLabels.ErrorCode));
    private static readonly LabelDefinition Category = Failures.Label(nameof(ErrorLabels.Category));

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("CircuitBreakerOpen", $"{CircuitBreakerState} > 0")
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Critical,
            Summary = "No tokens for {{ $labels.server }}",
            Description = "The token endpoint of {{ $labels.server }} failed so often that it is left alone; every request that needs a token is refused.",
            Runbook = $"{Runbook}#circuitbreakeropen",
            Tests =
            [
                new("The circuit stays open", 1, State("1x60")),
                new("A trial fails every other minute", 1, State("1+0x28 2 1 2 1")),
                new("The circuit is closed", 0, State("0x60")),
                new("It was open once", 0, State("0 1 0x60")),
            ],
        },
        new("TokenAcquisitionFailing",
            $"sum by (job, {Server}) (rate({TokenAcquisitions}{{{Status}=\"success\"}}[5m])) / sum by (job, {Server}) (rate({TokenAcquisitions}[5m])) < 0.9")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Tokens for {{ $labels.server }} are hard to get",
            Description = "Only {{ $value | humanizePercentage }} of the attempts to get a token succeed.",
            Runbook = $"{Runbook}#tokenacquisitionfailing",
            Tests =
            [
                new("One attempt in five fails", 1, Acquisitions("success", "0+8x60"), Acquisitions("failure", "0+2x60")),
                new("All fail", 1, Acquisitions("success", "0x60"), Acquisitions("failure", "0+2x60")),
                new("One in twenty fails", 0, Acquisitions("success", "0+19x60"), Acquisitions("failure", "0+1x60")),
                new("Nobody needs a token", 0, Acquisitions("success", "3x60"), Acquisitions("failure", "3x60")),
            ],
        },
        new("SlowTokenAcquisition", $"histogram_quantile(0.95, sum by (job, {Server}, le) (rate({TokenAcquisitionDuration:bucket}[5m]))) > 5")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Tokens for {{ $labels.server }} come slowly",
            Description = "Five per cent of the acquisitions take longer than {{ $value | humanizeDuration }}.",
            Runbook = $"{Runbook}#slowtokenacquisition",
            Tests =
            [
                new("One acquisition in five takes up to ten seconds", 1, Durations("5.0", "0+8x60"), Durations("10.0", "0+10x60"), Durations("+Inf", "0+10x60")),
                new("One in fifty does", 0, Durations("5.0", "0+49x60"), Durations("10.0", "0+50x60"), Durations("+Inf", "0+50x60")),
            ],
        },
        new("GatewayRequestsFailing",
            $"sum by (job) (rate({Gateway("5..")}[5m])) / sum by (job) (rate({Gateway(".+")}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "DICOMweb requests fail at the gateway",
            Description = "{{ $value | humanizePercentage }} of the requests through the gateway end with 500 or more.",
            Runbook = $"{Runbook}#gatewayrequestsfailing",
            Tests =
            [
                new("One request in ten fails", 1, Requests("200", "0+9x60"), Requests("502", "0+1x60")),
                new("One in a hundred fails", 0, Requests("200", "0+99x60"), Requests("502", "0+1x60")),
                new("What does not exist is asked for", 0, Requests("200", "0+1x60"), Requests("404", "0+9x60"), Requests("502", "0x60")),
            ],
        },
        new("DicomWebErrors", $"sum by (job, {Server}, {Code}, {Category}) (rate({Failures}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Errors with {{ $labels.server }}",
            Description = "{{ $labels.error_code }} happens {{ printf \"%.2f\" $value }} times a second.",
            Runbook = $"{Runbook}#dicomweberrors",
            Tests =
            [
                new("The token is refused six times a minute", 1, Refused("0+6x60")),
                new("It is refused once a minute", 0, Refused("0+1x60")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        new("dicomweb-oauth-availability", 0.999)
        {
            Description = "99.9% of the requests through the gateway do not end with 500 or more.",
            Total = Gateway(".+"),
            Bad = Gateway("5.."),
            Runbook = $"{Runbook}#objectives",
        },
        SloDefinition.Latency("dicomweb-oauth-token-latency", 0.99, TokenAcquisitionDuration, 2.5,
            "99% of the tokens are there within 2.5 seconds.", $"{Runbook}#objectives"),
    ];

    public static IReadOnlyList<DocumentedQuery> Documented { get; } =
    [
        new("Q1", "Token Acquisition Success Rate",
            "rate(dicomweb_oauth_token_acquisitions_total{status=\"success\"}[5m]) / rate(dicomweb_oauth_token_acquisitions_total[5m])")
        {
            Verdict = QueryVerdict.Misleads,
            Reason = "Both sides are matched on all labels, status among them, so that the successes are divided by themselves: it is always 1.",
            Instead = DicomWebOAuthDashboard.SuccessRate("5m"),
        },
        new("Q2", "Cache Hit Rate",
            "rate(dicomweb_oauth_cache_hits_total[5m]) / (rate(dicomweb_oauth_cache_hits_total[5m]) + rate(dicomweb_oauth_cache_misses_total[5m]))")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "Both counters have to be there for each server; ours are, at 0 from the start. While nobody asks for a token it is NaN.",
        },
        new("Q3", "Circuit Breaker State", "dicomweb_oauth_circuit_breaker_state")
        {
            Verdict = QueryVerdict.Works,
            Reason = "Set at the start and at each change.",
        },
        new("Q4", "P95 Token Acquisition Time", "histogram_quantile(0.95, rate(dicomweb_oauth_token_acquisition_duration_seconds_bucket[5m]))")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "One value for each server and instance. What an open circuit refuses is no acquisition, so that it does not pull the value down.",
        },
    ];

    private static PromQLExpression Gateway(string status) => $"{HttpRequests}{{{Endpoint}=\"{GatewayEndpoint.Pattern}\",{HttpStatus}=~\"{status}\"}}";

    private static TestSeries State(string values) => new($"{CircuitBreakerState}{{{Server}=\"main\"}}", values);

    private static TestSeries Acquisitions(string status, string values) => new($"{TokenAcquisitions}{{{Server}=\"main\",{Status}=\"{status}\"}}", values);

    private static TestSeries Durations(string bound, string values) => new($"{TokenAcquisitionDuration:bucket}{{{Server}=\"main\",le=\"{bound}\"}}", values);

    private static TestSeries Requests(string status, string values) =>
        new($"{HttpRequests}{{{Endpoint}=\"{GatewayEndpoint.Pattern}\",{HttpStatus}=\"{status}\",method=\"GET\",job=\"dicom\"}}", values);

    private static TestSeries Refused(string values) =>
        new($"{Failures}{{{Server}=\"main\",{Code}=\"AUTH-001\",{Category}=\"AUTHORIZATION\"}}", values);
}
