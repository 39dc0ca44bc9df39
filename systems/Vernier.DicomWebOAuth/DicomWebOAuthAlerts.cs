using Vernier.Catalog;
using static Vernier.DicomWebOAuth.DicomWebOAuthDefinitions;

namespace Vernier.DicomWebOAuth;

/// <summary>The alerts with their tests, the objectives, and the documented queries with their verdicts.</summary>
internal static class DicomWebOAuthAlerts
{
    private const string Runbook = "docs/runbooks/dicomweb-oauth.md";

    private static readonly LabelDefinition Server = TokenAcquisitions.Label(nameof(AcquisitionLabels.Server));
    private static readonly LabelDefinition Status = TokenAcquisitions.Label(nameof(AcquisitionLabels.Status));
    private static readonly LabelDefinition Endpoint = HttpRequests.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition HttpStatus = HttpRequests.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Code = ErrorsTotal.Label(nameof(ErrorLabels.ErrorCode));
    private static readonly LabelDefinition Category = ErrorsTotal.Label(nameof(ErrorLabels.Category));

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("DicomWebCircuitOpen", $"{CircuitBreakerState} > 0")
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Critical,
            Summary = "Circuit open: no tokens for {{ $labels.server }}",
            Description = "The token endpoint of {{ $labels.server }} fails repeatedly. Its circuit is open, and requests that need a new token are rejected with 503.",
            Runbook = $"{Runbook}#dicomwebcircuitopen",
            Tests =
            [
                new("The circuit stays open", 1, State("1x60")),
                new("Each trial call fails", 1, State("1+0x28 2 1 2 1")),
                new("The circuit is closed", 0, State("0x60")),
                new("The circuit was open for less than a minute", 0, State("0 1 0x60")),
            ],
        },
        new("TokenAcquisitionFailing",
            $"sum by (job, {Server}) (rate({TokenAcquisitions}{{{Status}=\"success\"}}[5m])) / sum by (job, {Server}) (rate({TokenAcquisitions}[5m])) < 0.9")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Token acquisitions for {{ $labels.server }} fail",
            Description = "Only {{ $value | humanizePercentage }} of the token acquisitions for {{ $labels.server }} succeed.",
            Runbook = $"{Runbook}#tokenacquisitionfailing",
            Tests =
            [
                new("One acquisition in five fails", 1, Acquisitions("success", "0+8x60"), Acquisitions("failure", "0+2x60")),
                new("All acquisitions fail", 1, Acquisitions("success", "0x60"), Acquisitions("failure", "0+2x60")),
                new("One acquisition in twenty fails", 0, Acquisitions("success", "0+19x60"), Acquisitions("failure", "0+1x60")),
                new("No acquisitions", 0, Acquisitions("success", "3x60"), Acquisitions("failure", "3x60")),
            ],
        },
        new("SlowTokenAcquisition", $"histogram_quantile(0.95, sum by (job, {Server}, le) (rate({TokenAcquisitionDuration:bucket}[5m]))) > 5")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Token acquisitions for {{ $labels.server }} are slow",
            Description = "5% of the token acquisitions for {{ $labels.server }} take longer than {{ $value | humanizeDuration }}.",
            Runbook = $"{Runbook}#slowtokenacquisition",
            Tests =
            [
                new("One acquisition in five takes between 5 and 10 seconds", 1, Durations("5.0", "0+8x60"), Durations("10.0", "0+10x60"), Durations("+Inf", "0+10x60")),
                new("One acquisition in fifty takes between 5 and 10 seconds", 0, Durations("5.0", "0+49x60"), Durations("10.0", "0+50x60"), Durations("+Inf", "0+50x60")),
            ],
        },
        new("GatewayRequestsFailing",
            $"sum by (job) (rate({Gateway("5..")}[5m])) / sum by (job) (rate({Gateway(".+")}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "DICOMweb gateway requests fail",
            Description = "{{ $value | humanizePercentage }} of the gateway requests end with status 500 or higher.",
            Runbook = $"{Runbook}#gatewayrequestsfailing",
            Tests =
            [
                new("One request in ten fails", 1, Requests("200", "0+9x60"), Requests("502", "0+1x60")),
                new("One request in a hundred fails", 0, Requests("200", "0+99x60"), Requests("502", "0+1x60")),
                new("Most requests end with 404", 0, Requests("200", "0+1x60"), Requests("404", "0+9x60"), Requests("502", "0x60")),
            ],
        },
        new("DicomWebErrors", $"sum by (job, {Server}, {Code}, {Category}) (rate({ErrorsTotal}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.error_code }} errors for {{ $labels.server }}",
            Description = "{{ $labels.error_code }} ({{ $labels.category }}) occurs {{ printf \"%.2f\" $value }} times per second for {{ $labels.server }}.",
            Runbook = $"{Runbook}#dicomweberrors",
            Tests =
            [
                new("Credentials are rejected six times a minute", 1, Rejected("0+6x60")),
                new("Credentials are rejected once a minute", 0, Rejected("0+1x60")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        new("dicomweb-oauth-availability", 0.999)
        {
            Description = "99.9% of the gateway requests end with a status below 500.",
            Total = Gateway(".+"),
            Bad = Gateway("5.."),
            Runbook = $"{Runbook}#objectives",
        },
        SloDefinition.Latency("dicomweb-oauth-token-latency", 0.99, TokenAcquisitionDuration, 2.5,
            "99% of the token acquisitions take at most 2.5 seconds.", $"{Runbook}#objectives"),
    ];

    public static IReadOnlyList<DocumentedQuery> DocumentedQueries { get; } =
    [
        new("Q1", "Token Acquisition Success Rate",
            "rate(dicomweb_oauth_token_acquisitions_total{status=\"success\"}[5m]) / rate(dicomweb_oauth_token_acquisitions_total[5m])")
        {
            Verdict = QueryVerdict.Misleads,
            Reason = "Both sides match on all labels including status, so the successes are divided by themselves and the result is always 1.",
            Instead = DicomWebOAuthDashboards.SuccessRate("5m"),
        },
        new("Q2", "Cache Hit Rate",
            "rate(dicomweb_oauth_cache_hits_total[5m]) / (rate(dicomweb_oauth_cache_hits_total[5m]) + rate(dicomweb_oauth_cache_misses_total[5m]))")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "Needs both counters for each server; they exist at 0 from the start. NaN while no tokens are requested.",
        },
        new("Q3", "Circuit Breaker State", "dicomweb_oauth_circuit_breaker_state")
        {
            Verdict = QueryVerdict.Works,
            Reason = "Set at startup and at each transition.",
        },
        new("Q4", "P95 Token Acquisition Time", "histogram_quantile(0.95, rate(dicomweb_oauth_token_acquisition_duration_seconds_bucket[5m]))")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "One value per server and instance. Rejections by an open circuit are not observed, so they do not lower the value.",
        },
    ];

    private static PromQLExpression Gateway(string status) => $"{HttpRequests}{{{Endpoint}=\"{DicomWebOAuthEndpoints.Gateway}\",{HttpStatus}=~\"{status}\"}}";

    private static TestSeries State(string values) => new($"{CircuitBreakerState}{{{Server}=\"main\"}}", values);

    private static TestSeries Acquisitions(string status, string values) => new($"{TokenAcquisitions}{{{Server}=\"main\",{Status}=\"{status}\"}}", values);

    private static TestSeries Durations(string bound, string values) => new($"{TokenAcquisitionDuration:bucket}{{{Server}=\"main\",le=\"{bound}\"}}", values);

    private static TestSeries Requests(string status, string values) =>
        new($"{HttpRequests}{{{Endpoint}=\"{DicomWebOAuthEndpoints.Gateway}\",{HttpStatus}=\"{status}\",method=\"GET\",job=\"dicom\"}}", values);

    private static TestSeries Rejected(string values) =>
        new($"{ErrorsTotal}{{{Server}=\"main\",{Code}=\"AUTH-001\",{Category}=\"AUTHORIZATION\"}}", values);
}
