using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDashboardLabels;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <summary>The alerts with their tests, and the objectives.</summary>
internal static class PangolinAlerts
{
    private const string Runbook = "docs/runbooks/pangolin.md";

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("PangolinSiteDown", $"max by ({Site}) ({SiteOnline}) == 0")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Site {{ $labels.site_id }} is disconnected",
            Description = "Site {{ $labels.site_id }} has had no connection to any server for 5 minutes. Its resources respond with 503.",
            Runbook = $"{Runbook}#pangolinsitedown",
            Tests =
            [
                new("One of two sites is disconnected", 1, Online("berlin", "a", "0x60"), Online("lisbon", "a", "1x60")),
                new("A site is connected to the other server", 0, Online("berlin", "a", "0x60"), Online("berlin", "b", "1x60")),
                new("A site reconnects after three minutes", 0, Online("berlin", "a", "1x9 0x2 1x50")),
            ],
        },
        new("PangolinTunnelFlapping", $"sum by ({Site}) (increase({TunnelReconnects}[15m])) > 5")
        {
            For = TimeSpan.FromMinutes(2),
            Severity = AlertSeverity.Warning,
            Summary = "The tunnel of {{ $labels.site_id }} is unstable",
            Description = "Site {{ $labels.site_id }} has connected {{ printf \"%.0f\" $value }} times in 15 minutes. Each time, requests in progress fail.",
            Runbook = $"{Runbook}#pangolintunnelflapping",
            Tests =
            [
                new("A site reconnects every two minutes, for two reasons", 1, Reconnected("berlin", "backoff", "0+0.25x60"), Reconnected("berlin", "ping_timeout", "0+0.25x60")),
                new("A site reconnects every four minutes", 0, Reconnected("berlin", "backoff", "0+0.25x60")),
                new("A site has reconnected 20 times, long ago", 0, Reconnected("berlin", "backoff", "20x60")),
            ],
        },
        new("PangolinHighErrorRatio", $"{PangolinQueries.ErrorRatioByResource} > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "Requests to {{ $labels.resource_id }} fail",
            Description = "{{ $value | humanizePercentage }} of the requests to {{ $labels.resource_id }} at {{ $labels.site_id }} get a status from 500 (threshold: 5%).",
            Runbook = $"{Runbook}#pangolinhigherrorratio",
            Tests =
            [
                new("One request in ten fails at one of two resources", 1,
                    Requests("shop", "200", "0+9x60"), Requests("shop", "502", "0+1x60"), Requests("wiki", "200", "0+10x60")),
                new("One request in fifty fails", 0, Requests("shop", "200", "0+49x60"), Requests("shop", "504", "0+1x60")),
                new("Requests that are not found do not count", 0, Requests("shop", "200", "0+1x60"), Requests("shop", "404", "0+9x60")),
                new("No requests", 0, Requests("shop", "200", "10x60"), Requests("shop", "502", "10x60")),
            ],
        },
        new("PangolinCertificateExpires", $"min by ({Site}, {Resource}) ({CertificateExpiry}) < 14")
        {
            For = TimeSpan.FromMinutes(15),
            Severity = AlertSeverity.Warning,
            Summary = "The certificate of {{ $labels.resource_id }} expires soon",
            Description = "The certificate of {{ $labels.resource_id }} expires in {{ printf \"%.1f\" $value }} days. Certificates from an ACME server are renewed 30 days before.",
            Runbook = $"{Runbook}#pangolincertificateexpires",
            Tests =
            [
                new("13 days are left for one of two resources", 1, Expires("shop", "13x60"), Expires("wiki", "60x60")),
                new("The certificate has expired", 1, Expires("shop", "-2x60")),
                new("15 days are left", 0, Expires("shop", "15x60")),
                new("The certificate is renewed", 0, Expires("shop", "13x9 90x50")),
            ],
        },
        new("PangolinAcmeFailing", $"sum by ({Domain}) (increase({AcmeEvents}{{{Event}=~\"challenge_failed|rate_limited|server_unavailable|failed\"}}[6h])) > 0")
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Warning,
            Summary = "No certificate for {{ $labels.domain }}",
            Description = "The certificate of {{ $labels.domain }} could not be issued or renewed in the last 6 hours. The log has the error of the ACME server.",
            Runbook = $"{Runbook}#pangolinacmefailing",
            Tests =
            [
                new("A challenge fails", 1, Acme("shop.example.com", "challenge_failed", "0x15 1x45"), Acme("wiki.example.com", "failed", "0x60")),
                new("The server is unavailable, and rejects the next attempt", 1,
                    Acme("shop.example.com", "server_unavailable", "0x15 1x45"), Acme("shop.example.com", "rate_limited", "0x20 1x40")),
                new("A certificate is issued", 0, Acme("shop.example.com", "issued", "0x15 1x45"), Acme("shop.example.com", "failed", "0x60")),
            ],
        },
        new("PangolinPoolExhausted", $"rate({PoolWait}[5m]) > 1")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "{{ $labels.instance }} waits for database connections",
            Description = "On average, {{ printf \"%.1f\" $value }} operations of {{ $labels.instance }} wait for a database connection.",
            Runbook = $"{Runbook}#pangolinpoolexhausted",
            Tests =
            [
                new("Two operations wait at a time on one of two servers", 1, Waited("a", "0+120x60"), Waited("b", "0+1x60")),
                new("An operation waits half of the time", 0, Waited("a", "0+30x60")),
                new("Operations waited for 100 seconds in one minute", 0, Waited("a", "0x9 100x50")),
            ],
        },
        new("PangolinSignInFailures",
            $"sum by ({FailureSite}) (rate({AuthFailures}{{{FailureReason}=~\"invalid_credentials|throttled\"}}[5m])) * 60 > 20")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "Many failed sign-in attempts at {{ $labels.site_id }}",
            Description = "{{ printf \"%.0f\" $value }} sign-in attempts per minute fail at the resources of {{ $labels.site_id }} (threshold: 20 per minute).",
            Runbook = $"{Runbook}#pangolinsigninfailures",
            Tests =
            [
                new("30 attempts per minute fail at one of two sites, half of them throttled", 1,
                    Denied("berlin", "invalid_credentials", "0+15x60"), Denied("berlin", "throttled", "0+15x60"), Denied("lisbon", "invalid_credentials", "0+1x60")),
                new("Ten attempts per minute fail", 0, Denied("berlin", "invalid_credentials", "0+10x60")),
                new("100 requests per minute have no session yet", 0, Denied("berlin", "no_session", "0+100x60")),
            ],
        },
        new("PangolinReloadFailed", $"increase({ConfigReloads}{{{ReloadResult}=\"failure\"}}[1h]) > 0")
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.instance }} rejected its configuration file",
            Description = "A change of the configuration file was rejected in the last hour; the previous settings remain. A restart with this file would fail.",
            Runbook = $"{Runbook}#pangolinreloadfailed",
            Tests =
            [
                new("A change is rejected", 1, Reloaded("failure", "0x15 1x45"), Reloaded("success", "0x60")),
                new("A change is applied", 0, Reloaded("failure", "0x60"), Reloaded("success", "0x15 1x45")),
                new("A change was rejected two hours ago", 0, Reloaded("failure", "1x200")) { After = TimeSpan.FromHours(2) },
            ],
        },
        new("PangolinJobFailed", $"sum by ({JobName}) (increase({BackgroundJobs}{{{JobEnd}=\"failure\"}}[1h])) > 0")
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Warning,
            Summary = "The background job {{ $labels.job_type }} failed",
            Description = "All attempts of a job {{ $labels.job_type }} failed in the last hour. The log has the error of each attempt.",
            Runbook = $"{Runbook}#pangolinjobfailed",
            Tests =
            [
                new("One job fails", 1, Job("cert_renewal", "failure", "0x15 1x45"), Job("audit_cleanup", "failure", "0x60")),
                new("Attempts fail, and the job succeeds", 0, Job("cert_renewal", "retry", "0x15 3x45"), Job("cert_renewal", "success", "0x20 1x40")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        new("pangolin-availability", 0.995)
        {
            Description = "99.5% of the requests to a resource get a status below 500.",
            Total = $"{ResourceRequests}",
            Bad = $"{ResourceRequests}{{{Status}=~\"5..\"}}",
            By = [Resource],
            Runbook = $"{Runbook}#objectives",
        },
        SloDefinition.Latency("pangolin-latency", 0.95, ResourceDuration, 1, "95% of the requests to a resource end within a second.", $"{Runbook}#objectives") with
        {
            By = [Resource],
        },
    ];

    private static TestSeries Online(string site, string instance, string values) =>
        new($"{SiteOnline}{{{Site}=\"{site}\",{SiteTransport}=\"websocket\",instance=\"{instance}\"}}", values);

    private static TestSeries Reconnected(string site, string reason, string values) =>
        new($"{TunnelReconnects}{{{Site}=\"{site}\",{SiteTransport}=\"websocket\",{Reconnect}=\"{reason}\"}}", values);

    private static TestSeries Requests(string resource, string status, string values) =>
        new($"{ResourceRequests}{{{Site}=\"berlin\",{Resource}=\"{resource}\",backend=\"web\",method=\"GET\",{Status}=\"{status}\"}}", values);

    private static TestSeries Expires(string resource, string values) => new($"{CertificateExpiry}{{{Site}=\"berlin\",{Resource}=\"{resource}\"}}", values);

    private static TestSeries Acme(string domain, string happened, string values) => new($"{AcmeEvents}{{{Domain}=\"{domain}\",{Event}=\"{happened}\"}}", values);

    private static TestSeries Waited(string instance, string values) => new($"{PoolWait}{{instance=\"{instance}\"}}", values);

    private static TestSeries Denied(string site, string reason, string values) =>
        new($"{AuthFailures}{{{FailureSite}=\"{site}\",{FailureReason}=\"{reason}\",auth_method=\"password\"}}", values);

    private static TestSeries Reloaded(string result, string values) => new($"{ConfigReloads}{{{ReloadResult}=\"{result}\"}}", values);

    private static TestSeries Job(string type, string status, string values) => new($"{BackgroundJobs}{{{JobName}=\"{type}\",{JobEnd}=\"{status}\"}}", values);
}
