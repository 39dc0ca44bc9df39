using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.Tunnels;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of certificates, jobs, decisions and health.</summary>
internal static class SystemEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/certificates", ListCertificates).Produces<Page<CertificateInfo>>().WithTags("Certificates")
            .Document(Access.ApiKeyOrAdmin, "Lists certificates, and the host names that wait for one.", 400);
        api.MapGet("/jobs", ListJobsAsync).Produces<List<JobInfo>>().WithTags("Jobs")
            .Document(Access.ApiKeyOrAdmin, "Lists background jobs: those that run, those that wait, and those that ended last.", 400);
        api.MapGet("/decisions", ListDecisionsAsync).Produces<List<DecisionView>>().WithTags("Decisions")
            .Document(Access.ApiKeyOrAdmin, "Lists the latest decisions about requests to resources.", 400);
        api.MapGet("/health", CheckAsync).Produces<HealthView>().WithTags("Health")
            .Document(Access.ApiKeyOrAdmin, "Returns 200 if the server can use its database, otherwise 503.");
    }

    private static IResult ListCertificates(int? limit, int? offset, ServerCertificates certificates) =>
        ApiJson.Instance.Result(PageRange.Of(limit, offset).Apply(certificates.List()));

    private static async Task<IResult> ListJobsAsync(int? limit, HttpContext http, JobQueue jobs) =>
        ApiJson.Instance.Result(await jobs.ListAsync(PageRange.Of(limit, null).Limit, http.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> ListDecisionsAsync(int? limit, HttpContext http, AuditLog audit) =>
        ApiJson.Instance.Result((await audit.RecentAsync(PageRange.Of(limit, null).Limit, http.RequestAborted).ConfigureAwait(false)).Select(DecisionView.Of).ToList());

    private static async Task<IResult> CheckAsync(HttpContext http, Database database, SiteInventory inventory, SiteStates states)
    {
        await database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT 1"), http.RequestAborted).ConfigureAwait(false);
        var sites = inventory.Current.Sites.Keys;
        return ApiJson.Instance.Result(new HealthView("healthy", database.Name, sites.Length, sites.Count(site => states.Of(site).Online)));
    }

    /// <summary>A decision about requests to a resource.</summary>
    /// <param name="Time">When the first request was decided.</param>
    /// <param name="Requests">The number of requests.</param>
    /// <param name="Code">The code of the decision: 1xx allowed, 2xx denied.</param>
    /// <param name="Decision">The decision.</param>
    /// <param name="Failure">Why access was denied.</param>
    /// <param name="Method">The sign-in method.</param>
    /// <param name="ResourceId">The resource; null if it does not exist.</param>
    /// <param name="SiteId">The site; null if the resource does not exist.</param>
    /// <param name="Subject">The user who signed in.</param>
    /// <param name="Address">The IP address of the client.</param>
    /// <param name="Path">The path of the first request; null for TCP.</param>
    private sealed record DecisionView(
        DateTimeOffset Time, long Requests, int Code, AccessDecision Decision, AuthFailureReason? Failure, AuthMethod Method, string? ResourceId, string? SiteId, string? Subject,
        string Address, string? Path)
    {
        public static DecisionView Of(AuditEntry entry) => new(
            DateTimeOffset.FromUnixTimeMilliseconds(entry.Time),
            entry.Count,
            (int)entry.Decision,
            entry.Decision,
            entry.Failure,
            entry.Method,
            entry.ResourceId,
            entry.SiteId,
            entry.Subject,
            entry.Address,
            entry.Path);
    }

    /// <summary>The health of the server.</summary>
    /// <param name="Status">Always <c>healthy</c>; otherwise the response is an error.</param>
    /// <param name="Database">The product that stores the state.</param>
    /// <param name="Sites">The number of sites.</param>
    /// <param name="OnlineSites">The number of sites that are connected to this server.</param>
    private sealed record HealthView(string Status, string Database, int Sites, int OnlineSites);
}
