using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <summary>The queries that users of Pangolin know, and what replaces them where they are empty or misleading. Panels and the reference page use them.</summary>
internal static class PangolinQueries
{
    private static readonly LabelDefinition Site = ResourceRequests.Label(nameof(ResourceRequestLabels.SiteId));
    private static readonly LabelDefinition Resource = ResourceRequests.Label(nameof(ResourceRequestLabels.ResourceId));
    private static readonly LabelDefinition Status = ResourceRequests.Label(nameof(ResourceRequestLabels.Status));
    private static readonly LabelDefinition Endpoint = UiRequests.Label(nameof(EndpointRequestLabels.Endpoint));

    // Q41 to Q45.
    public static PromQLExpression SiteBandwidthRate => $"rate({SiteBandwidth}[5m])";

    public static PromQLExpression RequestRate => $"rate({ResourceRequests}[5m])";

    public static PromQLExpression MeanDuration => $"rate({ResourceDuration:sum}[5m]) \n  / rate({ResourceDuration:count}[5m])";

    public static PromQLExpression ActiveConnections => $"{ResourceConnections}";

    public static PromQLExpression ErrorRate => $"rate({ResourceErrors}[5m])";

    /// <summary>Gets the requests per second by endpoint. Only the page and the API have endpoints.</summary>
    public static PromQLExpression RequestRateByEndpoint => $"sum by ({Endpoint}) (rate({UiRequests}[5m]))";

    /// <summary>Gets the mean duration by resource, without resources that have no requests.</summary>
    public static PromQLExpression MeanDurationByResource =>
        $"sum by ({Site}, {Resource}) (rate({ResourceDuration:sum}[5m])) / (sum by ({Site}, {Resource}) (rate({ResourceDuration:count}[5m])) > 0)";

    /// <summary>Gets the share of requests with a status from 500 by resource, without resources that have no requests.</summary>
    public static PromQLExpression ErrorRatioByResource => $"({Failed} or 0 * {Requested}) / ({Requested} > 0)";

    private static PromQLExpression Failed => $"sum by ({Site}, {Resource}) (rate({ResourceRequests}{{{Status}=~\"5..\"}}[5m]))";

    private static PromQLExpression Requested => $"sum by ({Site}, {Resource}) (rate({ResourceRequests}[5m]))";
}
