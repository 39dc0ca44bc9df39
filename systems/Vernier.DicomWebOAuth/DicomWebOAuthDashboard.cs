using Vernier.Catalog;
using Vernier.DicomWebOAuth.Labels;
using static Vernier.DicomWebOAuth.DicomWebOAuthCatalog;

namespace Vernier.DicomWebOAuth;

/// <summary>The document's four queries, the first one corrected, and what an operator needs beside them.</summary>
internal static class DicomWebOAuthDashboard
{
    private const string NowRow = "Now";
    private const string TokenRow = "Tokens";
    private const string ResilienceRow = "Token endpoints";
    private const string HttpRow = "HTTP";
    private const string ErrorRow = "Errors";

    // Errors alone would be the namespace.
    private static readonly CounterDefinition<ErrorLabels> Failures = DicomWebOAuthCatalog.Errors;

    private static readonly LabelDefinition Server = TokenAcquisitions.Label(nameof(AcquisitionLabels.Server));
    private static readonly LabelDefinition Status = TokenAcquisitions.Label(nameof(AcquisitionLabels.Status));
    private static readonly LabelDefinition Endpoint = HttpRequests.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition HttpStatus = HttpRequests.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Code = Failures.Label(nameof(ErrorLabels.ErrorCode));
    private static readonly LabelDefinition Category = Failures.Label(nameof(ErrorLabels.Category));

    private static readonly IReadOnlyList<ValueMapping> States =
        [new(0, "closed", PanelColor.Green), new(1, "open", PanelColor.Red), new(2, "on trial", PanelColor.Yellow)];

    public static DashboardDefinition Dashboard { get; } = new("DICOMweb OAuth", "vernier-dicomweb-oauth")
    {
        Description = "Tokens, token endpoints and DICOMweb traffic of the gateway.",
        Tags = ["dicomweb-oauth", "vernier"],
        Variables = [Server],
        Panels = [.. Now, .. TokenPanels, .. ResiliencePanels, .. HttpPanels, .. ErrorPanels],
    };

    private static IReadOnlyList<PanelDefinition> Now =>
    [
        new("Requests through the gateway", [new($"sum(rate({HttpRequests}{{{Endpoint}=\"{GatewayEndpoint.Pattern}\"}}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = NowRow,
            Description = "How busy is the gateway?",
        },
        new("Failing requests", [new(
            $"(sum(rate({HttpRequests}{{{Endpoint}=\"{GatewayEndpoint.Pattern}\",{HttpStatus}=~\"5..\"}}[$__rate_interval])) or vector(0)) / (sum(rate({HttpRequests}{{{Endpoint}=\"{GatewayEndpoint.Pattern}\"}}[$__rate_interval])) > 0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)],
            Width = 6,
            Row = NowRow,
            Description = "Which share of the callers' requests ends with 500 or more?",
        },
        new("Circuits not closed", [new($"sum({CircuitBreakerState} > bool 0)")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Red)],
            Width = 6,
            Row = NowRow,
            Description = "How many token endpoints are left alone, or on trial?",
        },
        new("Errors in an hour", [new($"sum(increase({Failures}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Yellow)],
            Width = 6,
            Row = NowRow,
            Description = "Did anything go wrong lately?",
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
            Description = "Which share of the attempts to get a token succeeds? The document's query, corrected.",
        },
        new("Cache hit rate", [new(HitRate("$__rate_interval"), "{{server}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Width = 8,
            Row = TokenRow,
            Description = "How often is there a token already?",
        },
        new("P95 token acquisition time", [new(AcquisitionQuantile("$__rate_interval"), "{{server}}")])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Row = TokenRow,
            Description = "How long does it take to get a token, retries and pauses included?",
        },
        new("Token acquisitions", [new($"sum by ({Server}, {Status}) (rate({TokenAcquisitions}[$__rate_interval]))", "{{server}} {{status}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = TokenRow,
            Description = "How often is a token asked for? Often means that tokens are short-lived, or refused by the server.",
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
            Description = "Which token endpoints were left alone, and since when?",
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
            Description = "How much is refused while a circuit is open, and how often is a token endpoint asked again?",
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
            Description = "What is asked of the gateway, and what does it ask of others?",
        },
        new("P95 HTTP request time",
            [new($"histogram_quantile(0.95, sum by ({Endpoint}, le) (rate({HttpRequestDuration:bucket}[$__rate_interval]))) >= 0", "{{endpoint}}")])
        {
            Unit = "s",
            Min = 0,
            Legend = LegendForm.Table,
            Row = HttpRow,
            Description = "Is the gateway slow, or is it those whom it asks? What nobody asks for is left out.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ErrorPanels =>
    [
        new("Errors", [new($"sum by ({Server}, {Code}, {Category}) (rate({Failures}[$__rate_interval])) > 0", "{{server}} {{error_code}} {{category}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = ErrorRow,
            Description = "What goes wrong, and with which server? The runbook has the codes.",
        },
        new("Errors by code in this time", [new($"sort_desc(sum by ({Code}) (increase({Failures}[$__range])) > 0)", "{{error_code}}")])
        {
            Kind = PanelKind.Bar,
            Decimals = 0,
            BaseColor = PanelColor.Orange,
            Width = 12,
            Row = ErrorRow,
            Description = "Which errors are the many?",
        },
    ];

    /// <summary>The document's first query divides the successes by themselves; here all attempts of a server are the whole.</summary>
    internal static PromQLExpression SuccessRate(string range) =>
        $"sum by ({Server}) (rate({TokenAcquisitions}{{{Status}=\"success\"}}[{range}])) / sum by ({Server}) (rate({TokenAcquisitions}[{range}]))";

    private static PromQLExpression HitRate(string range) =>
        $"sum by ({Server}) (rate({CacheHits}[{range}])) / (sum by ({Server}) (rate({CacheHits}[{range}])) + sum by ({Server}) (rate({CacheMisses}[{range}])))";

    private static PromQLExpression AcquisitionQuantile(string range) =>
        $"histogram_quantile(0.95, sum by ({Server}, le) (rate({TokenAcquisitionDuration:bucket}[{range}])))";
}
