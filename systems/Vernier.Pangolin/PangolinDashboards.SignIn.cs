using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDashboardLabels;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <content>Sign-in, and Certificates and Jobs.</content>
internal static partial class PangolinDashboards
{
    private const string DecisionsRow = "Decisions";
    private const string SessionsRow = "Sessions";
    private const string ConsoleRow = "Page and API";
    private const string CertificatesRow = "Certificates";
    private const string JobsRow = "Jobs";
    private const string TraefikRow = "Traefik";
    private const string ServerRow = "Server";

    private static IReadOnlyList<PanelDefinition> SignIn =>
    [
        Lines(DecisionsRow, "Decisions by result", "Which decisions are made about requests and sign-in attempts?", "ops", PerSecondBy(AuthRequests, Decision)) with { Stacked = true },
        Lines(DecisionsRow, "Decisions by method", "Which sign-in methods are used?", "ops", PerSecondBy(AuthRequests, Method)) with { Stacked = true },
        Lines(DecisionsRow, "Denied requests and failed attempts", "Why is access denied?", "ops", PerSecondBy(AuthFailures, FailureReason)) with { Stacked = true },
        Lines(DecisionsRow, "Time of decisions", "How long do decisions take, with password hashes and the database?", "s", Quantiles(AuthDuration)) with { Width = 12 },
        Lines(DecisionsRow, "Time of decisions by method, p95", "Which method is slow?", "s", QuantileBy(AuthDuration, "0.95", DurationMethod)) with { Width = 12 },

        Lines(SessionsRow, "Active users", "How many users have a session, by the method with which they have signed in?", "short",
            new PanelQuery($"sum by ({UserMethod}) (max by ({UserSite}, {UserMethod}) ({ActiveUsers}))", "{{auth_method}}")) with { Stacked = true },
        Lines(SessionsRow, "Sessions that start", "How do users sign in?", "ops", PerSecondBy(TokensIssued, IssuedMethod)),
        Lines(SessionsRow, "Sessions that are extended", "Are sessions extended after half of their lifetime?", "ops", PerSecondBy(TokenRefreshes, RefreshResult)),
        Lines(SessionsRow, "Sessions that end", "Why do sessions end?", "ops", PerSecondBy(TokensRevoked, Revocation)) with { Width = 12 },
        Lines(SessionsRow, "Sessions of the page", "How many users have signed in to the page?", "short", new PanelQuery($"max({UiSessions})", "sessions")) with { Width = 12 },

        Lines(ConsoleRow, "Requests to the page by endpoint", "What is the page used for?", "reqps", PerSecondBy(UiRequests, UiEndpoint)),
        Lines(ConsoleRow, "Requests to the page by status", "Which requests fail?", "reqps", PerSecondBy(UiRequests, UiStatus)) with { Stacked = true },
        Lines(ConsoleRow, "Requests with API keys by endpoint", "Which endpoints do integrations use?", "reqps", PerSecondBy(IntegrationRequests, ApiEndpoint)),
        Lines(ConsoleRow, "Requests with API keys by status", "Which requests of integrations fail?", "reqps", PerSecondBy(IntegrationRequests, ApiStatus)) with { Stacked = true },
        Lines(ConsoleRow, "Time of requests with API keys", "How fast does the API respond to integrations?", "s", Quantiles(IntegrationDuration)) with { Width = 16 },
    ];

    private static IReadOnlyList<PanelDefinition> System =>
    [
        Lines(CertificatesRow, "Days until certificates expire", "When does the certificate of each resource expire?", "d",
            new PanelQuery($"min by ({CertificateResource}) ({CertificateExpiry})", "{{resource_id}}")) with { Min = null, Thresholds = [new(14, PanelColor.Yellow)] },
        Lines(CertificatesRow, "Days until ACME certificates expire", "Are certificates renewed, 30 days before they expire? Empty without ACME.", "d",
            new PanelQuery($"min by ({Domain}) ({AcmeExpiry})", "{{domain}}")) with { Min = null, Thresholds = [new(14, PanelColor.Yellow)] },
        Lines(CertificatesRow, "ACME events", "Are certificates issued and renewed? 0 without ACME.", "short",
            new PanelQuery($"sum(increase({AcmeEvents}{{{Event}=~\"issued|renewed\"}}[$__rate_interval])) or vector(0)", "issued or renewed"),
            new PanelQuery($"sum(increase({AcmeEvents}{{{Event}=~\"challenge_failed|rate_limited|server_unavailable|failed\"}}[$__rate_interval])) or vector(0)", "failed")),

        Lines(JobsRow, "Jobs by type and status", "Do background jobs succeed?", "short", IncreaseBy(BackgroundJobs, JobName, JobEnd)) with { Width = 12 },
        Lines(JobsRow, "Jobs that wait", "How many jobs are due and not taken by a server?", "short",
            new PanelQuery($"max by ({QueuedJob}) ({QueueDepth})", "{{job_type}}")) with { Width = 12, Stacked = true },

        Lines(TraefikRow, "Time to synchronize", "How long does it take to render and write the configuration?", "s", Quantiles(TraefikSync)),
        Lines(TraefikRow, "Failed synchronizations", "Why is the configuration not written?", "short", IncreaseBy(TraefikErrors, SyncError)),
        Lines(TraefikRow, "Plugin fetches", "Are plugins fetched and verified?", "short", IncreaseBy(PluginFetches, Plugin, FetchResult)),

        Lines(ServerRow, "Database connections", "How many connections are used, and do operations wait for one?", "short",
            new PanelQuery($"sum by ({Pool}) ({PoolConnections})", "{{state}}")) with { Width = 6, Stacked = true },
        Lines(ServerRow, "Time waiting for a connection", "How many operations wait at a time, on average?", "short",
            new PanelQuery($"sum(rate({PoolWait}[$__rate_interval]))", "waiting")) with { Width = 6 },
        Lines(ServerRow, "Configuration reloads", "Was a changed configuration file applied or rejected?", "short", IncreaseBy(ConfigReloads, ReloadResult)) with { Width = 6 },
        Stat(ServerRow, "Restarts", "How often has each server started again?", $"max by (instance) ({Restarts})") with { Width = 6, Height = 8 },
    ];
}
