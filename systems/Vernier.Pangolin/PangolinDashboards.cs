using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDashboardLabels;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <summary>
/// The five dashboards. Known queries are shown verbatim on the first one, except for the request rate by endpoint, which is corrected; where a query is NaN
/// or empty while nothing happens, the panel next to it shows the value without this problem.
/// </summary>
internal static partial class PangolinDashboards
{
    private const string NowRow = "Now";
    private const string TrafficRow = "Traffic";

    private static readonly IReadOnlyList<PanelThreshold> OneIsYellow = [new(1, PanelColor.Yellow)];
    private static readonly IReadOnlyList<PanelThreshold> OneIsRed = [new(1, PanelColor.Red)];
    private static readonly IReadOnlyList<PanelThreshold> FailureSteps = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)];

    public static IReadOnlyList<DashboardDefinition> Dashboards { get; } =
    [
        Of("Pangolin", "pangolin", "Sites, traffic, sign-in and certificates of Pangolin, and the known queries.", [], Overview),
        Of("Pangolin: Sites and Tunnels", "pangolin-sites", "Connections of sites, and their tunnels over WebSocket and WireGuard.", [Site], Sites),
        Of("Pangolin: Resources", "pangolin-resources", "Requests to resources and their backends.", [Site, Resource], Resources),
        Of("Pangolin: Sign-in", "pangolin-sign-in", "Access decisions, sessions, and the use of the page and the API.", [], SignIn),
        Of("Pangolin: Certificates and Jobs", "pangolin-system", "Certificates, background jobs, Traefik, the database and the configuration.", [], System),
    ];

    private static IReadOnlyList<PanelDefinition> Overview =>
    [
        Stat(NowRow, "Connected sites", "How many sites are connected?", $"sum({ActiveSites})"),
        Stat(NowRow, "Disconnected sites", "How many sites have no connection to any server?", $"count(max by ({Site}) ({SiteOnline}) == 0) or vector(0)") with
        {
            BaseColor = PanelColor.Green,
            Thresholds = OneIsRed,
        },
        Stat(NowRow, "Requests per second", "How many requests do the resources get?", $"sum(rate({ResourceRequests}[$__rate_interval])) or vector(0)", "reqps"),
        Stat(NowRow, "Failed requests", "What share of the requests gets a status from 500? 0 without requests.",
            $"sum(rate({ResourceRequests}{{{Status}=~\"5..\"}}[$__rate_interval])) / (sum(rate({ResourceRequests}[$__rate_interval])) > 0) or vector(0)", "percentunit") with
        {
            BaseColor = PanelColor.Green,
            Decimals = 1,
            Thresholds = FailureSteps,
        },
        Stat(NowRow, "Active users", "How many users have a session at a resource? A user of two sites counts twice.",
            $"sum(max by ({Site}, {ActiveUsers.Label(nameof(SiteAuthLabels.AuthMethod))}) ({ActiveUsers})) or vector(0)"),
        Stat(NowRow, "Expiring certificates", "How many resources have a certificate that expires within 14 days?",
            $"sum(min by ({Site}, {Resource}) ({CertificateExpiry}) < bool 14) or vector(0)") with
        {
            BaseColor = PanelColor.Green,
            Thresholds = OneIsYellow,
        },

        Lines(TrafficRow, "Site bandwidth rate", "How many bytes per second go to and from each site?", "Bps",
            new PanelQuery(PangolinQueries.SiteBandwidthRate, "{{site_id}} {{direction}} {{protocol}} {{instance}}")),
        Lines(TrafficRow, "Request rate by endpoint", "Which endpoints of the page and the API are used? Requests to resources have no endpoint.", "reqps",
            new PanelQuery(PangolinQueries.RequestRateByEndpoint, "{{endpoint}}")),
        Lines(TrafficRow, "Request rate by resource", "How many requests does each resource get?", "reqps",
            new PanelQuery($"sum by ({Site}, {Resource}) (rate({ResourceRequests}[$__rate_interval]))", "{{site_id}} {{resource_id}}")),
        Lines(TrafficRow, "Average request duration", "How long do requests take, by backend and method? NaN without requests.", "s",
            new PanelQuery(PangolinQueries.MeanDuration, "{{site_id}} {{resource_id}} {{backend}} {{method}} {{instance}}")),
        Lines(TrafficRow, "Average request duration by resource", "How long do requests to each resource take?", "s",
            new PanelQuery(PangolinQueries.MeanDurationByResource, "{{site_id}} {{resource_id}}")),
        Lines(TrafficRow, "Active connections", "How many requests, WebSockets and TCP connections are in progress?", "short",
            new PanelQuery(PangolinQueries.ActiveConnections, "{{site_id}} {{resource_id}} {{protocol}} {{instance}}")),
        Lines(TrafficRow, "Error rate", "How many requests and connections fail per second? Empty while nothing has failed.", "ops",
            new PanelQuery(PangolinQueries.ErrorRate, "{{site_id}} {{resource_id}} {{backend}} {{error_type}} {{instance}}")) with { Width = 12 },
        Lines(TrafficRow, "Error ratio by resource", "What share of the requests to each resource gets a status from 500?", "percentunit",
            new PanelQuery(PangolinQueries.ErrorRatioByResource, "{{site_id}} {{resource_id}}")) with { Width = 12, Thresholds = FailureSteps },
    ];

    private static DashboardDefinition Of(string title, string file, string description, IReadOnlyList<LabelDefinition> variables, IReadOnlyList<PanelDefinition> panels) =>
        new(title, $"vernier-{file}")
        {
            FileName = file,
            Description = description,
            Tags = ["pangolin", "vernier"],
            Variables = variables,
            Panels = panels,
        };

    private static PanelDefinition Stat(string row, string title, string description, PromQLExpression query, string unit = "short") => new(title, [new(query)])
    {
        Kind = PanelKind.Stat,
        Unit = unit,
        BaseColor = PanelColor.Blue,
        Row = row,
        Description = description,
    };

    private static PanelDefinition Lines(string row, string title, string description, string unit, params IReadOnlyList<PanelQuery> queries) => new(title, queries)
    {
        Unit = unit,
        Min = 0,
        Width = 8,
        Row = row,
        Description = description,
    };

    private static PanelDefinition States(string row, string title, string description, PromQLExpression query, string legend, string up, string down) => new(title, [new(query, legend)])
    {
        Kind = PanelKind.StateTimeline,
        Width = 12,
        Height = 8,
        Row = row,
        Description = description,
        Mappings = [new(0, down, PanelColor.Red), new(1, up, PanelColor.Green)],
    };

    private static PanelQuery PerSecondBy(MetricDefinition counter, params IReadOnlyList<LabelDefinition> labels) =>
        new($"sum by ({Names(labels)}) (rate({counter}[$__rate_interval]))", Legend(labels));

    private static PanelQuery IncreaseBy(MetricDefinition counter, params IReadOnlyList<LabelDefinition> labels) =>
        new($"sum by ({Names(labels)}) (increase({counter}[$__rate_interval]))", Legend(labels));

    /// <summary>Creates the queries of three quantiles. Without events a quantile is NaN; the comparison removes it.</summary>
    private static IReadOnlyList<PanelQuery> Quantiles(HistogramDefinition histogram) =>
        [new(Quantile(histogram, "0.5"), "p50"), new(Quantile(histogram, "0.95"), "p95"), new(Quantile(histogram, "0.99"), "p99")];

    private static PromQLExpression Quantile(HistogramDefinition histogram, string quantile) =>
        $"histogram_quantile({quantile}, sum by (le) (rate({histogram:bucket}[$__rate_interval]))) >= 0";

    private static PanelQuery QuantileBy(HistogramDefinition histogram, string quantile, LabelDefinition label) =>
        new($"histogram_quantile({quantile}, sum by (le, {label}) (rate({histogram:bucket}[$__rate_interval]))) >= 0", Legend([label]));

    private static PromQLExpression Names(IReadOnlyList<LabelDefinition> labels) =>
        labels.Count == 1 ? (PromQLExpression)$"{labels[0]}" : $"{Names([.. labels.Take(labels.Count - 1)])}, {labels[^1]}";

    private static string Legend(IReadOnlyList<LabelDefinition> labels) => string.Join(' ', labels.Select(label => $"{{{{{label}}}}}"));
}
