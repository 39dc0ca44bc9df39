using Vernier.Catalog;
using static Vernier.DicomWebOAuth.DicomWebOAuthDefinitions;

namespace Vernier.DicomWebOAuth;

/// <summary>The dashboard: the documented queries, the first one corrected, and panels for operation.</summary>
internal static class DicomWebOAuthDashboards
{
    private const string OverviewRow = "Overview";
    private const string TokenRow = "Tokens";
    private const string ResilienceRow = "Token endpoints";
    private const string HttpRow = "HTTP";
    private const string ErrorRow = "Errors";

    private static readonly LabelDefinition Server = TokenAcquisitions.Label(nameof(AcquisitionLabels.Server));
    private static readonly LabelDefinition Status = TokenAcquisitions.Label(nameof(AcquisitionLabels.Status));
    private static readonly LabelDefinition Endpoint = HttpRequests.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition HttpStatus = HttpRequests.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Code = ErrorsTotal.Label(nameof(ErrorLabels.ErrorCode));
    private static readonly LabelDefinition Category = ErrorsTotal.Label(nameof(ErrorLabels.Category));

    private static readonly IReadOnlyList<ValueMapping> States =
        [new(0, "closed", PanelColor.Green), new(1, "open", PanelColor.Red), new(2, "half-open", PanelColor.Yellow)];

    public static DashboardDefinition Overview { get; } = new("DICOMweb OAuth", "vernier-dicomweb-oauth")
    {
        Description = "Tokens, token endpoints and DICOMweb traffic of the gateway.",
        Tags = ["dicomweb-oauth", "vernier"],
        Variables = [Server],
        Panels = [.. OverviewPanels, .. TokenPanels, .. ResiliencePanels, .. HttpPanels, .. ErrorPanels],
    };

    private static IReadOnlyList<PanelDefinition> OverviewPanels =>
    [
        new("Gateway requests", [new($"sum(rate({HttpRequests}{{{Endpoint}=\"{DicomWebOAuthEndpoints.Gateway}\"}}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = OverviewRow,
            Description = "How many requests per second does the gateway forward?",
        },
        new("Failed requests", [new(
            $"(sum(rate({HttpRequests}{{{Endpoint}=\"{DicomWebOAuthEndpoints.Gateway}\",{HttpStatus}=~\"5..\"}}[$__rate_interval])) or vector(0)) / (sum(rate({HttpRequests}{{{Endpoint}=\"{DicomWebOAuthEndpoints.Gateway}\"}}[$__rate_interval])) > 0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)],
            Width = 6,
            Row = OverviewRow,
            Description = "Which share of the gateway requests ends with status 500 or higher?",
        },
        new("Open circuits", [new($"sum({CircuitBreakerState} > bool 0)")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Red)],
            Width = 6,
            Row = OverviewRow,
            Description = "How many circuits are open or half-open?",
        },
        new("Errors in the last hour", [new($"sum(increase({ErrorsTotal}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Yellow)],
            Width = 6,
            Row = OverviewRow,
            Description = "Did errors occur recently?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> TokenPanels =>
    [
        new("Token acquisition success rate", [new(SuccessRate("$__rate_interval"), "{{server}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Width = 8,
            Row = TokenRow,
            Description = "Which share of the token acquisitions succeeds? Corrected version of the documented query Q1.",
        },
        new("Cache hit rate", [new(HitRate("$__rate_interval"), "{{server}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Width = 8,
            Row = TokenRow,
            Description = "Which share of the requests finds a cached token?",
        },
        new("P95 token acquisition time", [new(AcquisitionQuantile("$__rate_interval"), "{{server}}")])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Row = TokenRow,
            Description = "How long does a token acquisition take, including retries and their delays?",
        },
        new("Token acquisitions", [new($"sum by ({Server}, {Status}) (rate({TokenAcquisitions}[$__rate_interval]))", "{{server}} {{status}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = TokenRow,
            Description = "How often are tokens acquired? A high rate means short-lived tokens, or tokens that the server rejects.",
        },
        new("Token acquisition durations", [new($"sum by (le) (increase({TokenAcquisitionDuration:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Row = TokenRow,
            Description = "Are some acquisitions slow because they were retried?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ResiliencePanels =>
    [
        new("Circuit breaker state", [new($"{CircuitBreakerState}", "{{server}} on {{instance}}")])
        {
            Kind = PanelKind.StateTimeline,
            Mappings = States,
            Row = ResilienceRow,
            Description = "Which circuits were open, and since when?",
        },
        new("Rejections and retries",
            [
                new($"sum by ({Server}) (rate({CircuitBreakerRejections}[$__rate_interval]))", "{{server}} rejected"),
                new($"sum by ({Server}) (rate({RetryAttempts}[$__rate_interval]))", "{{server}} retried"),
            ])
        {
            Unit = "ops",
            Min = 0,
            Width = 24,
            Row = ResilienceRow,
            Description = "How many token requests do open circuits reject, and how many are retried?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> HttpPanels =>
    [
        new("HTTP requests", [new($"sum by ({Endpoint}, {HttpStatus}) (rate({HttpRequests}[$__rate_interval])) > 0", "{{endpoint}} {{status}}")])
        {
            Unit = "reqps",
            Min = 0,
            Legend = LegendForm.Table,
            Row = HttpRow,
            Description = "Which requests does the gateway receive, and which does it send?",
        },
        new("P95 HTTP request time",
            [new($"histogram_quantile(0.95, sum by ({Endpoint}, le) (rate({HttpRequestDuration:bucket}[$__rate_interval]))) >= 0", "{{endpoint}}")])
        {
            Unit = "s",
            Min = 0,
            Legend = LegendForm.Table,
            Row = HttpRow,
            Description = "Is the gateway slow, or a server that it calls? Endpoints without requests are not shown.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ErrorPanels =>
    [
        new("Errors", [new($"sum by ({Server}, {Code}, {Category}) (rate({ErrorsTotal}[$__rate_interval])) > 0", "{{server}} {{error_code}} {{category}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = ErrorRow,
            Description = "Which errors occur, and for which server? The runbook explains the codes.",
        },
        new("Errors by code in the selected range", [new($"sort_desc(sum by ({Code}) (increase({ErrorsTotal}[$__range])) > 0)", "{{error_code}}")])
        {
            Kind = PanelKind.Bar,
            Decimals = 0,
            BaseColor = PanelColor.Orange,
            Width = 12,
            Row = ErrorRow,
            Description = "Which errors are the most frequent?",
        },
    ];

    /// <summary>Gets the success rate per server. The documented query Q1 divides the successes by themselves.</summary>
    public static PromQLExpression SuccessRate(string range) =>
        $"sum by ({Server}) (rate({TokenAcquisitions}{{{Status}=\"success\"}}[{range}])) / sum by ({Server}) (rate({TokenAcquisitions}[{range}]))";

    private static PromQLExpression HitRate(string range) =>
        $"sum by ({Server}) (rate({CacheHits}[{range}])) / (sum by ({Server}) (rate({CacheHits}[{range}])) + sum by ({Server}) (rate({CacheMisses}[{range}])))";

    private static PromQLExpression AcquisitionQuantile(string range) =>
        $"histogram_quantile(0.95, sum by ({Server}, le) (rate({TokenAcquisitionDuration:bucket}[{range}])))";
}
