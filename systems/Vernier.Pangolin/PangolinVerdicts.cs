using Vernier.Catalog;
using static Vernier.Pangolin.PangolinQueries;

namespace Vernier.Pangolin;

/// <summary>What each known query returns, and what to use instead where its value is not what its title promises.</summary>
internal static class PangolinVerdicts
{
    private const string FirstEvent = "A series starts with its first request, whose value rate misses. ";

    public static IReadOnlyList<DocumentedQuery> All { get; } =
    [
        Of("Q41", "Site bandwidth rate", SiteBandwidthRate, QueryVerdict.Works,
            "Bytes per second of each site, direction and protocol. The series of a site exist at 0 as soon as it has a resource."),
        Of("Q42", "Request rate by endpoint", RequestRate, QueryVerdict.Misleads,
            "pangolin_resource_requests_total has no label endpoint: the query returns the rate of each site, resource, backend, method and status. Endpoints are a label of "
            + "pangolin_ui_requests_total, the requests to the page and the API. The dashboard Pangolin uses the corrected query, and has a panel for the rate by resource.",
            RequestRateByEndpoint),
        Of("Q43", "Average request duration", MeanDuration, QueryVerdict.WorksWithCaveat,
            FirstEvent + "One value for each site, resource, backend and method; NaN without requests in five minutes.", MeanDurationByResource),
        Of("Q44", "Active connections", ActiveConnections, QueryVerdict.Works,
            "One value for each site, resource and protocol, 0 from the creation of the resource. Each server counts the connections that it has accepted."),
        Of("Q45", "Error rate", ErrorRate, QueryVerdict.WorksWithCaveat,
            FirstEvent + "Errors per second, not a share of the requests, and empty while nothing has failed. TCP connections are included.", ErrorRatioByResource),
    ];

    private static DocumentedQuery Of(string id, string title, PromQLExpression query, QueryVerdict verdict, string reason, PromQLExpression? instead = null) =>
        new(id, title, query.ToString()) { Verdict = verdict, Reason = reason, Instead = instead };
}
