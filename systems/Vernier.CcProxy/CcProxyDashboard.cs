using Vernier.Catalog;
using Vernier.CcProxy.Labels;
using static Vernier.CcProxy.CcProxyCatalog;

namespace Vernier.CcProxy;

/// <summary>The operational dashboard that the document names: requests, response times, tokens, cost, errors and the pool, and the hooks beside it.</summary>
internal static class CcProxyDashboard
{
    private const string NowRow = "Now";
    private const string RequestsRow = "Requests";
    private const string CostRow = "Tokens and cost";
    private const string ErrorsRow = "Errors";
    private const string PoolRow = "Pool of clients";
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

    public static DashboardDefinition Dashboard { get; } = new("CCProxy", "vernier-ccproxy")
    {
        Description = "Requests, tokens, cost, errors and the pool of clients of CCProxy.",
        Tags = ["ccproxy", "vernier"],
        Refresh = TimeSpan.FromSeconds(10),
        Variables = [Service, Model],
        Panels = [.. NowPanels, .. RequestPanels, .. CostPanels, .. ErrorPanels, .. PoolPanels, .. HookPanels],
    };

    private static IReadOnlyList<PanelDefinition> NowPanels =>
    [
        // Every target of Prometheus has an up: of those that were a proxy in the time shown.
        new("Up", [new($"min({Up} and on (job, instance) last_over_time({ActiveRequests}[$__range]))")])
        {
            Kind = PanelKind.Stat,
            Mappings = [new(0, "down", PanelColor.Red), new(1, "up", PanelColor.Green)],
            Row = NowRow,
            Description = "Is every proxy there?",
        },
        new("Requests per second", [new($"sum(rate({RequestsTotal}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How busy is it?",
        },
        new("Active requests", [new($"sum({ActiveRequests})")])
        {
            Kind = PanelKind.Stat,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How many clients wait or read at the moment?",
        },
        new("Failing requests",
            [new($"sum(rate({RequestsTotal}{{{Status}=~\"error|5..\"}}[$__rate_interval])) / (sum(rate({RequestsTotal}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = FailureSteps,
            Row = NowRow,
            Description = "Which share of the requests fails, here or at the provider?",
        },
        new("Response time, p95", [new(DurationQuantile("0.95"))])
        {
            Kind = PanelKind.Stat,
            Unit = "s",
            Thresholds = [new(5, PanelColor.Yellow), new(20, PanelColor.Red)],
            Row = NowRow,
            Description = "How long do clients wait for the whole answer?",
        },
        new("Cost in an hour", [new($"sum(increase({Cost}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "currencyUSD",
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "What was spent in the last hour?",
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
            Description = "Which interface and which provider is used?",
        },
        new("Requests by status", [new($"sum by ({Status}) (rate({RequestsTotal}[$__rate_interval]))", "{{status}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Width = 8,
            Row = RequestsRow,
            Description = "How do requests end? error is a request that got no whole answer of a provider.",
        },
        new("Requests by model", [new($"topk(10, sum by ({Model}) (rate({RequestsTotal}[$__rate_interval])))", "{{model}}")])
        {
            Unit = "reqps",
            Min = 0,
            Width = 8,
            Row = RequestsRow,
            Description = "Which models are asked?",
        },
        new("Response time", [new(DurationQuantile("0.5"), "p50"), new(DurationQuantile("0.95"), "p95"), new(DurationQuantile("0.99"), "p99")])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Thresholds = [new(20, PanelColor.Red)],
            Row = RequestsRow,
            Description = "How long do answers take to their last byte, failed ones included?",
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
            Description = "How are the response times spread?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> CostPanels =>
    [
        new("Tokens per second", [new($"sum by ({TokenType}) (rate({Tokens}[$__rate_interval]))", "{{type}}")])
        {
            Min = 0,
            Stacked = true,
            Row = CostRow,
            Description = "How much is read, written, and taken from the providers' caches?",
        },
        new("Tokens by model", [new($"sum by ({Model}) (rate({Tokens}[$__rate_interval]))", "{{model}}")])
        {
            Min = 0,
            Stacked = true,
            Row = CostRow,
            Description = "Which model uses them?",
        },
        new("Prompts from the cache",
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
            Description = "Which share of the prompts' tokens do the providers' caches serve?",
        },
        new("Cost per hour by model", [new($"sum by ({Model}) (rate({Cost}[$__rate_interval])) * 3600", "{{model}}")])
        {
            Unit = "currencyUSD",
            Min = 0,
            Stacked = true,
            Legend = LegendForm.Table,
            Row = CostRow,
            Description = "What does an hour at the present rate cost, and on which model?",
        },
        new("Cost by type", [new($"sum by ({CostType}) (increase({Cost}[$__range]))", "{{cost_type}}")])
        {
            Kind = PanelKind.Pie,
            Unit = "currencyUSD",
            Row = CostRow,
            Description = "What is paid for in the time shown?",
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
            Description = "Requests, tokens and cost of each model in the time shown.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ErrorPanels =>
    [
        new("Errors by type", [new($"sum by ({ErrorType}) (rate({Errors}[$__rate_interval])) > 0", "{{error_type}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = ErrorsRow,
            Description = "What goes wrong: the request, the proxy, or the provider?",
        },
        new("Errors by service", [new($"sum by ({Service}) (rate({Errors}[$__rate_interval]))", "{{service_type}}")])
        {
            Unit = "ops",
            Min = 0,
            Stacked = true,
            Row = ErrorsRow,
            Description = "Which provider is in trouble?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> PoolPanels =>
    [
        new("Clients", [new($"sum({PoolClients})", "all"), new($"sum({PoolClientsActive})", "active"), new($"sum({PoolClientsAvailable})", "available")])
        {
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "Are there enough clients for the providers?",
        },
        new("Connections", [new($"sum(rate({PoolConnectionsCreated}[$__rate_interval]))", "created"), new($"sum(rate({PoolConnectionsClosed}[$__rate_interval]))", "closed")])
        {
            Unit = "cps",
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "Are connections kept, or made anew for each request?",
        },
        new("Acquisitions", [new($"sum(rate({PoolAcquisitions}[$__rate_interval]))", "acquired"), new($"sum(rate({PoolReleases}[$__rate_interval]))", "released")])
        {
            Unit = "ops",
            Min = 0,
            Width = 8,
            Row = PoolRow,
            Description = "Does every client that is taken come back?",
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
        new("Failed health checks in an hour", [new($"sum(increase({PoolHealthCheckFailures}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(0.5, PanelColor.Red)],
            Width = 8,
            Height = 8,
            Row = PoolRow,
            Description = "Did a provider not answer?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> HookPanels =>
    [
        new("Dropped events", [new($"sum by ({Event}) (increase({HookEventsDropped}[$__rate_interval]))", "{{event}}")])
        {
            Min = 0,
            Width = 8,
            Row = HooksRow,
            Description = "Is a hook in the background too slow for the events?",
        },
        new("Failed hooks", [new($"sum by ({HookName}) (increase({HookFailures}[$__rate_interval]))", "{{hook}}")])
        {
            Min = 0,
            Width = 8,
            Row = HooksRow,
            Description = "Does a hook fail?",
        },
        new("Versions", [new($"count by ({Version}) ({Info})", "{{version}}")])
        {
            Kind = PanelKind.Bar,
            BaseColor = PanelColor.Blue,
            Width = 8,
            Row = HooksRow,
            Description = "Which versions run, and how many proxies of each?",
        },
    ];

    // While nothing is answered there is no quantile: nothing is better than "NaN".
    private static PromQLExpression DurationQuantile(string quantile) =>
        $"histogram_quantile({quantile}, sum by (le) (rate({ResponseDuration:bucket}[$__rate_interval]))) >= 0";
}
