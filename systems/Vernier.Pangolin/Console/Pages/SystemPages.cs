using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.SignIn.Audit;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The pages of certificates, decisions and jobs.</summary>
internal static class SystemPages
{
    private const int MaxDecisions = 100;
    private const int MaxJobs = 100;

    /// <summary>Certificates are renewed 30 days before they expire; one that is closer is late.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(25);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/certificates", ListCertificates).RequireAccess(PageAccess.Admin);
        pages.MapGet("/decisions", ListDecisionsAsync).RequireAccess(PageAccess.Admin);
        pages.MapGet("/jobs", ListJobsAsync).RequireAccess(PageAccess.Admin);
    }

    private static IResult ListCertificates(HttpContext http, Layout layout, ServerCertificates certificates, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var rows = certificates.List().Select(certificate => (Html[])
        [
            Html.Of($"{(certificate.Hosts.Count > 0 ? string.Join(", ", certificate.Hosts) : certificate.Name)}"),
            Html.Of($"{(certificate.Source == CertificateSource.File ? "File" : "ACME")}"),
            StateOf(certificate, now),
            certificate.NotAfter is { } expires ? Text.Ago(expires, now) : Text.Dim("–"),
            Html.Of($"{certificate.Issuer ?? "–"}"),
            Html.Of($"""<span class="tags">{certificate.Resources.Select(resource => Text.Link("/resources", resource, resource))}</span>{Html.If(certificate.Error is not null, $""" <span class="dim">{certificate.Error}</span>""")}"""),
        ]);
        return layout.Page(http, "Certificates", Table.Of("Certificates", ["Host names", "Source", "State", "Expires", "Issuer", "Used by"], [.. rows],
            "No certificates. Configure files or an ACME server under certificates."));
    }

    private static Html StateOf(CertificateInfo certificate, DateTimeOffset now) => certificate switch
    {
        { NotAfter: null, Error: null } => Text.Badge("idle", "Requested"),
        { NotAfter: null } => Text.Badge("bad", "Failed"),
        { NotAfter: { } expires } when expires <= now => Text.Badge("bad", "Expired"),
        { NotAfter: { } expires } when expires - now < Soon => Text.Badge("warn", "Expires soon"),
        { Error: not null } => Text.Badge("warn", "Renewal failed"),
        _ => Text.Badge("good", "Valid"),
    };

    private static async Task<IResult> ListDecisionsAsync(HttpContext http, Layout layout, AuditLog audit)
    {
        var rows = (await audit.RecentAsync(MaxDecisions, http.RequestAborted).ConfigureAwait(false)).Select(entry => (Html[])
        [
            Text.At(DateTimeOffset.FromUnixTimeMilliseconds(entry.Time)),
            entry.Failure is null ? Text.Badge("good", "Allowed") : Text.Badge("bad", "Denied"),
            Html.Of($"{(int)entry.Decision} {Text.Words(entry.Decision)}{Html.If(entry.Failure is not null, $" {Text.Dim(Text.Words(entry.Failure ?? default))}")}"),
            Html.Of($"{(entry.Method == AuthMethod.None ? "–" : Text.Words(entry.Method))}"),
            entry.ResourceId is { } resource ? Text.Link("/resources", resource, resource) : Text.Dim("unknown"),
            Html.Of($"{entry.Subject ?? "–"}"),
            Html.Of($"{entry.Address} {Text.Code(entry.Path ?? "")}"),
            Html.Of($"{(int)Math.Min(entry.Count, int.MaxValue)}"),
        ]);
        return layout.Page(http, "Decisions", Table.Of("Latest decisions", ["Time (UTC)", "Result", "Decision", "Method", "Resource", "Who", "From", "Requests"], [.. rows],
            "No decisions yet."));
    }

    private static async Task<IResult> ListJobsAsync(HttpContext http, Layout layout, JobQueue jobs, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var rows = (await jobs.ListAsync(MaxJobs, http.RequestAborted).ConfigureAwait(false)).Select(job => (Html[])
        [
            Html.Of($"{Text.Words(job.Type)}"),
            Html.Of($"{(job.Argument.Length > 0 ? job.Argument : "–")}"),
            job.State switch
            {
                JobState.Running => Text.Badge("good", "Running"),
                JobState.Failed => Text.Badge("bad", "Failed"),
                JobState.Done => Text.Badge("good", "Done"),
                _ when job.LastError is not null => Text.Badge("warn", "Retry"),
                _ => Text.Badge("idle", "Pending"),
            },
            Text.Ago(job.Due, now),
            Text.Ago(job.LastEnded, now),
            Html.Of($"{job.LastError ?? "–"}"),
        ]);
        return layout.Page(http, "Jobs", Table.Of("Background jobs", ["Type", "Argument", "State", "Due", "Last ended", "Last error"], [.. rows], "No jobs."));
    }
}
