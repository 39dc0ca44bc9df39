using Vernier.Catalog;
using static Vernier.CcProxy.CcProxyDefinitions;

namespace Vernier.CcProxy;

/// <summary>The dashboard for operators: requests, response times, tokens, cost, errors, the pool and the hooks.</summary>
internal static class CcProxyDashboards
{
    private const string NowRow = "Now";
    private const string RequestsRow = "Requests";
    private const string CostRow = "Tokens and cost";
    private const string ErrorsRow = "Errors";
    private const string PoolRow = "Client pool";
    private const string HooksRow = "Hooks";

    private static readonly LabelDefinition Status = RequestsTotal.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Endpoint = RequestsTotal.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition Model = RequestsTotal.Label(nameof(RequestLabels.Model));
    private static readonly LabelDefinition Service = RequestsTotal.Label(nameof(RequestLabels.ServiceType));
    private static readonly LabelDefinition TokenType = Tokens.Label(nameof(TokenLabels.Type));
    private static readonly LabelDefinition CostType = Cost.Label(nameof(CostLabels.CostType));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.ErrorType));
    private static readonly LabelDefinition Event = HookEventsDropped.Label(nameof(HookEventLabels.Event));
    private static readonly LabelDefinition HookName = HookFailures.Label(nameof(HookLabels.Hook));
    private static readonly LabelDefinition Version = Info.Label(nameof(InfoLabels.Version));

    private static readonly IReadOnlyList<PanelThreshold> FailureSteps = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)];

    public static IReadOnlyList<DashboardDefinition> Dashboards { get; } =
    [
        new("CCProxy", "vernier-ccproxy")
        {
            Description = "Requests, tokens, cost, errors and the client pool of CCProxy.",
            Tags = ["ccproxy", "vernier"],
            Refresh = TimeSpan.FromSeconds(10),
            Variables = [Service, Model],
            Panels = [.. NowPanels, .. RequestPanels, .. CostPanels, .. ErrorPanels, .. PoolPanels, .. HookPanels],
        },
    ];

    private static IReadOnlyList<PanelDefinition> NowPanels =>
    [
        // Every target of Prometheus has a series up; select those that were a proxy in the selected time range.
        new("Up", [new($"min({Up} and on (job, instance) last_over_time({ActiveRequests}[$__range]))")])
        {
            Kind = PanelKind.Stat,
            Mappings = [new(0, "down", PanelColor.Red), new(1, "up", PanelColor.Green)],
            Row = NowRow,
            Description = "Are all proxies up?",
        },
        new("Requests per second", [new($"sum(rate({RequestsTotal}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How many requests arrive per second?",
        },
        new("Active requests", [new($"sum({ActiveRequests})")])
        {
            Kind = PanelKind.Stat,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How many requests are in flight?",
        },
        new("Failed requests",
            [new($"sum(rate({RequestsTotal}{{{Status}=~\"error|5..\"}}[$__rate_interval])) / (sum(rate({RequestsTotal}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = FailureSteps,
            Row = NowRow,
            Description = "What share of the requests fails, in the proxy or at a provider?",
        },
        new("Response time, p95", [new(DurationQuantile("0.95"))])
        {
            Kind = PanelKind.Stat,
            Unit = "s",
            Thresholds = [new(5, PanelColor.Yellow), new(20, PanelColor.Red)],
            Row = NowRow,
            Description = "How long do 95% of the requests take at most?",
        },
        new("Cost in the last hour", [new($"sum(increase({Cost}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "currencyUSD",
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "What did the requests of the last hour cost?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> RequestPanels =>
    [
        new("Requests by endpoint", [new($"sum by ({Endpoint}, {Service}) (rate({RequestsTotal}[$__rate_interval]))", "{{endpoint}} {{service_type}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Width = 8,
            Row = RequestsRow,
            Description = "Which APIs and providers are used?",
        },
        new("Requests by status", [new($"sum by ({Status}) (rate({RequestsTotal}[$__rate_interval]))", "{{status}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Width = 8,
            Row = RequestsRow,
            Description = "How do requests end? error: the client did not get a complete response.",
        },
        new("Requests by model", [new($"topk(10, sum by ({Model}) (rate({RequestsTotal}[$__rate_interval])))", "{{model}}")])
        {
            Unit = "reqps",
            Min = 0,
            Width = 8,
            Row = RequestsRow,
            Description = "Which models are used?",
        },
        new("Response time", [new(DurationQuantile("0.5"), "p50"), new(DurationQuantile("0.95"), "p95"), new(DurationQuantile("0.99"), "p99")])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Thresholds = [new(20, PanelColor.Red)],
            Row = RequestsRow,
            Description = "How long do requests take up to the last byte, including failed ones?",
        },
        new("Mean response time by model",
            [new($"sum by ({Model}) (rate({ResponseDuration:sum}[$__rate_interval])) / (sum by ({Model}) (rate({ResponseDuration:count}[$__rate_interval])) > 0)", "{{model}}")])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Row = RequestsRow,
            Description = "Which model is slow?",
        },
        new("Response times", [new($"sum by (le) (increase({ResponseDuration:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Width = 8,
            Row = RequestsRow,
            Description = "How are response times distributed?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> CostPanels =>
    [
        new("Tokens per second", [new($"sum by ({TokenType}) (rate({Tokens}[$__rate_interval]))", "{{type}}")])
        {
            Min = 0,
            Stacked = true,
            Row = CostRow,
            Description = "How many tokens are used, by kind?",
        },
        new("Tokens by model", [new($"sum by ({Model}) (rate({Tokens}[$__rate_interval]))", "{{model}}")])
        {
            Min = 0,
            Stacked = true,
            Row = CostRow,
            Description = "Which models use tokens?",
        },
        new("Prompt cache hit ratio",
            [new($"sum(rate({Tokens}{{{TokenType}=\"cache_read\"}}[$__rate_interval])) / (sum(rate({Tokens}{{{TokenType}!=\"output\"}}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Height = 8,
            Row = CostRow,
            Description = "What share of the prompt tokens is read from the providers' caches?",
        },
        new("Cost per hour by model", [new($"sum by ({Model}) (rate({Cost}[$__rate_interval])) * 3600", "{{model}}")])
        {
            Unit = "currencyUSD",
            Min = 0,
            Stacked = true,
            Legend = LegendForm.Table,
            Row = CostRow,
            Description = "What does an hour cost at the current rate, by model?",
        },
        new("Cost by type", [new($"sum by ({CostType}) (increase({Cost}[$__range]))", "{{cost_type}}")])
        {
            Kind = PanelKind.Pie,
            Unit = "currencyUSD",
            Row = CostRow,
            Description = "What kinds of tokens cause the cost in the selected time range?",
        },
        new("Models",
            [
                new($"sum by ({Model}) (increase({RequestsTotal}[$__range]))", "requests"),
                new($"sum by ({Model}) (increase({Tokens}[$__range]))", "tokens"),
                new($"sum by ({Model}) (increase({Cost}[$__range]))", "US dollars"),
            ])
        {
            Kind = PanelKind.Table,
            Decimals = 2,
            Row = CostRow,
            Description = "Requests, tokens and cost of each model in the selected time range.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ErrorPanels =>
    [
        new("Errors by type", [new($"sum by ({ErrorType}) (rate({Errors}[$__rate_interval])) > 0", "{{error_type}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = ErrorsRow,
            Description = "Which kinds of errors occur?",
        },
        new("Errors by service", [new($"sum by ({Service}) (rate({Errors}[$__rate_interval]))", "{{service_type}}")])
        {
            Unit = "ops",
            Min = 0,
            Stacked = true,
            Row = ErrorsRow,
            Description = "Which providers fail?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> PoolPanels =>
    [
        new("Clients", [new($"sum({PoolClients})", "all"), new($"sum({PoolClientsActive})", "active"), new($"sum({PoolClientsAvailable})", "available")])
        {
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "How much of the pool is in use?",
        },
        new("Connections", [new($"sum(rate({PoolConnectionsCreated}[$__rate_interval]))", "created"), new($"sum(rate({PoolConnectionsClosed}[$__rate_interval]))", "closed")])
        {
            Unit = "cps",
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "Are connections reused? Many new connections mean they are not.",
        },
        new("Acquisitions", [new($"sum(rate({PoolAcquisitions}[$__rate_interval]))", "acquired"), new($"sum(rate({PoolReleases}[$__rate_interval]))", "released")])
        {
            Unit = "ops",
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "Are all acquired clients released?",
        },
        new("Wait for a client, p95", [new($"histogram_quantile(0.95, sum by (le) (rate({PoolAcquisitionDuration:bucket}[$__rate_interval])))", "p95")])
        {
            Unit = "s",
            Min = 0,
            Width = 16,
            Thresholds = [new(1, PanelColor.Red)],
            Row = PoolRow,
            Description = "Do requests wait because the pool is too small?",
        },
        new("Failed health checks in the last hour", [new($"sum(increase({PoolHealthCheckFailures}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(0.5, PanelColor.Red)],
            Width = 8,
            Height = 8,
            Row = PoolRow,
            Description = "Did a provider fail health checks?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> HookPanels =>
    [
        new("Dropped events", [new($"sum by ({Event}) (increase({HookEventsDropped}[$__rate_interval]))", "{{event}}")])
        {
            Min = 0,
            Width = 8,
            Row = HooksRow,
            Description = "Is a background hook too slow?",
        },
        new("Failed hooks", [new($"sum by ({HookName}) (increase({HookFailures}[$__rate_interval]))", "{{hook}}")])
        {
            Min = 0,
            Width = 8,
            Row = HooksRow,
            Description = "Which hooks fail?",
        },
        new("Versions", [new($"count by ({Version}) ({Info})", "{{version}}")])
        {
            Kind = PanelKind.Bar,
            BaseColor = PanelColor.Blue,
            Width = 8,
            Row = HooksRow,
            Description = "How many proxies run which version?",
        },
    ];

    // Without responses the quantile is NaN; the comparison removes it, so that the panel shows no value instead.
    private static PromQLExpression DurationQuantile(string quantile) =>
        $"histogram_quantile({quantile}, sum by (le) (rate({ResponseDuration:bucket}[$__rate_interval]))) >= 0";
}
