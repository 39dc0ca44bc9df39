using Vernier.Catalogue;
using Vernier.Systems.CcProxy.Labels;
using static Vernier.Systems.CcProxy.CcProxyCatalogue;

namespace Vernier.Systems.CcProxy;

/// <summary>The panels of the operational dashboard, and the alerts.</summary>
internal static class CcProxyDashboard
{
    private const string Runbook = "docs/runbooks/ccproxy.md";

    private static readonly LabelDefinition Status = RequestsTotal.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Endpoint = RequestsTotal.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition Model = RequestsTotal.Label(nameof(RequestLabels.Model));
    private static readonly LabelDefinition Service = RequestsTotal.Label(nameof(RequestLabels.ServiceType));
    private static readonly LabelDefinition TokenType = Tokens.Label(nameof(TokenLabels.Type));
    private static readonly LabelDefinition CostType = Cost.Label(nameof(CostLabels.CostType));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.ErrorType));
    private static readonly LabelDefinition Event = HookEventsDropped.Label(nameof(HookEventLabels.Event));
    private static readonly LabelDefinition HookName = HookFailures.Label(nameof(HookLabels.Hook));

    public static IReadOnlyList<PanelDefinition> Panels { get; } =
    [
        new("Up", [new($"max({Up})")]) { Kind = PanelKind.Stat, Row = "Now", Description = "Is the proxy there?" },
        new("Version", [new($"{Info}", "{{version}}")]) { Kind = PanelKind.Stat, Row = "Now", Description = "Which version runs?" },
        new("Requests per second", [new($"sum(rate({RequestsTotal}[5m]))")]) { Kind = PanelKind.Stat, Unit = "reqps", Row = "Now", Description = "How busy is it?" },
        new("Active requests", [new($"sum({ActiveRequests})")]) { Kind = PanelKind.Stat, Row = "Now", Description = "How many clients wait or read at the moment?" },
        new("Failed share", [new($"sum(rate({RequestsTotal}{{{Status}=~\"error|5..\"}}[5m])) / sum(rate({RequestsTotal}[5m]))")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Row = "Now",
            Description = "What share of the requests fails, here or at the provider?",
        },
        new("Cost in the last hour", [new($"sum(increase({Cost}[1h]))")]) { Kind = PanelKind.Stat, Unit = "currencyUSD", Row = "Now", Description = "What do we spend?" },
        new("Requests by endpoint", [new($"sum by ({Endpoint}, {Service}) (rate({RequestsTotal}[5m]))", "{{endpoint}} {{service_type}}")])
        {
            Unit = "reqps",
            Row = "Requests",
            Description = "Which interface and which provider is used?",
        },
        new("Requests by status", [new($"sum by ({Status}) (rate({RequestsTotal}[5m]))", "{{status}}")])
        {
            Unit = "reqps",
            Row = "Requests",
            Description = "How do requests end? error is a request that got no whole answer of the provider.",
        },
        new("Requests by model", [new($"topk(10, sum by ({Model}) (rate({RequestsTotal}[5m])))", "{{model}}")])
        {
            Unit = "reqps",
            Row = "Requests",
            Description = "Which models are asked?",
        },
        new("Response time", [Quantile("0.5"), Quantile("0.95"), Quantile("0.99")])
        {
            Unit = "s",
            Row = "Requests",
            Description = "How long do answers take, to their last byte, failed ones included?",
        },
        new("Mean response time by model",
            [new($"sum by ({Model}) (rate({ResponseDuration:sum}[5m])) / sum by ({Model}) (rate({ResponseDuration:count}[5m]))", "{{model}}")])
        {
            Unit = "s",
            Row = "Requests",
            Description = "Which model is slow?",
        },
        new("Tokens per second", [new($"sum by ({TokenType}) (rate({Tokens}[5m]))", "{{type}}")])
        {
            Row = "Tokens and cost",
            Description = "How much is read, written, and taken from the providers' caches?",
        },
        new("Tokens by model", [new($"sum by ({Model}) (rate({Tokens}[5m]))", "{{model}}")]) { Row = "Tokens and cost", Description = "Which model uses them?" },
        new("Cost per hour by model", [new($"sum by ({Model}) (rate({Cost}[5m])) * 3600", "{{model}}")])
        {
            Unit = "currencyUSD",
            Row = "Tokens and cost",
            Description = "Which model costs how much at the present rate?",
        },
        new("Cost by kind", [new($"sum by ({CostType}) (increase({Cost}[1h]))", "{{cost_type}}")])
        {
            Kind = PanelKind.Pie,
            Unit = "currencyUSD",
            Row = "Tokens and cost",
            Description = "What do we pay for?",
        },
        new("Errors", [new($"sum by ({ErrorType}) (rate({Errors}[5m]))", "{{error_type}}")])
        {
            Unit = "ops",
            Row = "Errors",
            Description = "What goes wrong: the request, the proxy, or the provider?",
        },
        new("Errors by provider", [new($"sum by ({Service}, {ErrorType}) (rate({Errors}[5m]))", "{{service_type}} {{error_type}}")])
        {
            Unit = "ops",
            Row = "Errors",
            Description = "Which provider is in trouble?",
        },
        new("Clients",
            [new($"sum({PoolClients})", "all"), new($"sum({PoolClientsActive})", "active"), new($"sum({PoolClientsAvailable})", "available")])
        {
            Row = "Pool",
            Description = "Are there enough clients for the providers?",
        },
        new("Connections", [new($"sum(rate({PoolConnectionsCreated}[5m]))", "created"), new($"sum(rate({PoolConnectionsClosed}[5m]))", "closed")])
        {
            Unit = "cps",
            Row = "Pool",
            Description = "Are connections kept, or made anew for each request?",
        },
        new("Acquisitions", [new($"sum(rate({PoolAcquisitions}[5m]))", "acquired"), new($"sum(rate({PoolReleases}[5m]))", "released")])
        {
            Unit = "ops",
            Row = "Pool",
            Description = "Does every client that is taken come back?",
        },
        new("Wait for a client", [new($"histogram_quantile(0.95, sum by (le) (rate({PoolAcquisitionDuration:bucket}[5m])))", "p95")])
        {
            Unit = "s",
            Row = "Pool",
            Description = "Do requests wait because the pool is too small?",
        },
        new("Failed health checks", [new($"sum(increase({PoolHealthCheckFailures}[5m]))")]) { Row = "Pool", Description = "Does a provider not answer?" },
        new("Hooks",
            [
                new($"sum by ({Event}) (increase({HookEventsDropped}[5m]))", "dropped {{event}}"),
                new($"sum by ({HookName}) (increase({HookFailures}[5m]))", "failed {{hook}}"),
            ])
        {
            Row = "Hooks",
            Description = "Is a hook too slow, or does one fail?",
        },
    ];

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("CcProxyHighErrorRate", $"sum(rate({RequestsTotal}{{{Status}=~\"error|5..\"}}[5m])) / sum(rate({RequestsTotal}[5m])) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "More than 5% of the requests through CCProxy fail",
            Description = "{{ $value | humanizePercentage }} of the requests failed here or at the provider. The panel of errors by provider says where.",
            Runbook = $"{Runbook}#ccproxyhigherrorrate",
        },
        new("CcProxySlowResponses", $"histogram_quantile(0.95, sum by (le) (rate({ResponseDuration:bucket}[5m]))) > 20")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Response time p95 through CCProxy is over 20s",
            Description = "Five per cent of the answers take longer than {{ $value | humanizeDuration }}. Compare the models, and the wait for a client.",
            Runbook = $"{Runbook}#ccproxyslowresponses",
        },
        new("CcProxyPoolExhausted", $"histogram_quantile(0.95, sum by (le) (rate({PoolAcquisitionDuration:bucket}[5m]))) > 1")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Requests wait for a client of the pool",
            Description = "Five per cent of the requests wait longer than {{ $value | humanizeDuration }} before they are sent. Raise pool: max_clients.",
            Runbook = $"{Runbook}#ccproxypoolexhausted",
        },
        new("CcProxyProviderUnhealthy", $"increase({PoolHealthCheckFailures}[5m]) > 2")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "A provider does not answer health checks",
            Description = "{{ $value | humanize }} checks failed in five minutes. The log of the proxy names the provider.",
            Runbook = $"{Runbook}#ccproxyproviderunhealthy",
        },
        new("CcProxyHookEventsDropped", $"increase({HookEventsDropped}[5m]) > 0")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Info,
            Summary = "Hooks of CCProxy are too slow",
            Description = "Events {{ $labels.event }} do not reach the hooks in the background. The metrics of requests are not concerned.",
            Runbook = $"{Runbook}#ccproxyhookeventsdropped",
        },
    ];

    private static PanelQuery Quantile(string quantile) =>
        new($"histogram_quantile({quantile}, sum by (le) (rate({ResponseDuration:bucket}[5m])))", $"p{quantile[2..].PadRight(2, '0')}");
}
