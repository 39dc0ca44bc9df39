using Vernier.AspNetCore.Requests;

namespace Vernier.Pangolin;

/// <summary>The label of metrics by region.</summary>
internal readonly record struct RegionLabels(
    [property: Label(MaxValues = PangolinLabels.MaxRegions, Description = "The region of the site, unknown if it has none.")] string Region);

/// <summary>The label of metrics of a site.</summary>
internal readonly record struct SiteLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId);

/// <summary>The labels of metrics of the connection of a site.</summary>
internal readonly record struct SiteTransportLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "How the site is connected.")] Transport Transport);

/// <summary>The labels of the traffic of a site.</summary>
internal readonly record struct SiteBandwidthLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "ingress: to the site; egress: from the site.")] TrafficDirection Direction,
    [property: Label(Description = "The protocol between the client and the proxy.")] TrafficProtocol Protocol);

/// <summary>The labels of requests to a resource.</summary>
internal readonly record struct ResourceRequestLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId,
    [property: Label(MaxValues = PangolinLabels.MaxBackends, Description = "The backend; absent if none was selected.")] string Backend,
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = PangolinLabels.MaxStatuses, Description = "The HTTP status.")] string Status);

/// <summary>The labels of the duration of requests to a resource.</summary>
internal readonly record struct ResourceDurationLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId,
    [property: Label(MaxValues = PangolinLabels.MaxBackends, Description = "The backend; absent if none was selected.")] string Backend,
    [property: Label(Description = "The HTTP method.")] HttpVerb Method);

/// <summary>The labels of the connections of a resource.</summary>
internal readonly record struct ResourceConnectionLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId,
    [property: Label(Description = "The protocol between the client and the proxy.")] TrafficProtocol Protocol);

/// <summary>The labels of errors of a resource.</summary>
internal readonly record struct ResourceErrorLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId,
    [property: Label(MaxValues = PangolinLabels.MaxBackends, Description = "The backend; absent if none was selected.")] string Backend,
    [property: Label(Description = "Why the request failed.")] ProxyError ErrorType);

/// <summary>The labels of the traffic of a resource.</summary>
internal readonly record struct ResourceBandwidthLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId,
    [property: Label(Description = "ingress: to the resource; egress: from the resource.")] TrafficDirection Direction);

/// <summary>The labels of reconnections of a tunnel.</summary>
internal readonly record struct ReconnectLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "How the site is connected.")] Transport Transport,
    [property: Label(Description = "Why the tunnel connected again.")] ReconnectReason Reason);

/// <summary>The labels of the traffic of a tunnel.</summary>
internal readonly record struct TunnelBytesLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "How the site is connected.")] Transport Transport,
    [property: Label(Description = "ingress: to the site; egress: from the site.")] TrafficDirection Direction);

/// <summary>The labels of WireGuard handshakes.</summary>
internal readonly record struct HandshakeLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "How the handshake ended.")] HandshakeResult Result);

/// <summary>The labels of metrics of a backend.</summary>
internal readonly record struct BackendLabels(
    [property: Label(MaxValues = PangolinLabels.MaxBackends, Description = "The backend.")] string Backend,
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId);

/// <summary>The labels of connection errors of a backend.</summary>
internal readonly record struct BackendErrorLabels(
    [property: Label(MaxValues = PangolinLabels.MaxBackends, Description = "The backend.")] string Backend,
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "Why the connection failed.")] ProxyError ErrorType);

/// <summary>The labels of access decisions.</summary>
internal readonly record struct AuthRequestLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site; absent if the resource does not exist.")] string SiteId,
    [property: Label(Description = "The sign-in method.")] AuthMethod AuthMethod,
    [property: Label(Description = "The decision.")] AccessDecision Result);

/// <summary>The labels of the duration of access decisions.</summary>
internal readonly record struct AuthDurationLabels(
    [property: Label(Description = "The sign-in method.")] AuthMethod AuthMethod,
    [property: Label(Description = "The decision.")] AccessDecision Result);

/// <summary>The labels of metrics of a sign-in method at a site.</summary>
internal readonly record struct SiteAuthLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "The sign-in method.")] AuthMethod AuthMethod);

/// <summary>The labels of failed sign-ins.</summary>
internal readonly record struct AuthFailureLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site; absent if the resource does not exist.")] string SiteId,
    [property: Label(Description = "Why the sign-in failed.")] AuthFailureReason Reason,
    [property: Label(Description = "The sign-in method.")] AuthMethod AuthMethod);

/// <summary>The label of revoked tokens.</summary>
internal readonly record struct RevocationLabels(
    [property: Label(Description = "Why the token was revoked.")] RevocationReason Reason);

/// <summary>The labels of token refreshes.</summary>
internal readonly record struct RefreshLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(Description = "Whether the session was extended.")] Outcome Result);

/// <summary>The labels of requests to the API and the page.</summary>
internal readonly record struct EndpointRequestLabels(
    [property: Label(MaxValues = PangolinLabels.MaxEndpoints, Description = "The route template; unknown for other paths.")] string Endpoint,
    [property: Label(Description = "The HTTP method.")] HttpVerb Method,
    [property: Label(MaxValues = PangolinLabels.MaxStatuses, Description = "The HTTP status.")] string Status);

/// <summary>The labels of the duration of requests to the integration API.</summary>
internal readonly record struct EndpointDurationLabels(
    [property: Label(MaxValues = PangolinLabels.MaxEndpoints, Description = "The route template; unknown for other paths.")] string Endpoint,
    [property: Label(Description = "The HTTP method.")] HttpVerb Method);

/// <summary>The label of operations that succeed or fail.</summary>
internal readonly record struct OutcomeLabels(
    [property: Label(Description = "Whether it succeeded.")] Outcome Result);

/// <summary>The labels of background jobs.</summary>
internal readonly record struct JobLabels(
    [property: Label(Description = "The type of the job.")] JobType JobType,
    [property: Label(Description = "How the attempt ended.")] JobStatus Status);

/// <summary>The label of the job queue.</summary>
internal readonly record struct JobTypeLabels(
    [property: Label(Description = "The type of the job.")] JobType JobType);

/// <summary>The labels of the certificate of a resource.</summary>
internal readonly record struct CertificateLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site.")] string SiteId,
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The resource.")] string ResourceId);

/// <summary>The labels of attempts to open a tunnel.</summary>
internal readonly record struct TunnelConnectionLabels(
    [property: Label(MaxValues = PangolinLabels.MaxSites, Description = "The site; absent if it is unknown.")] string SiteId,
    [property: Label(Description = "How the attempt ended.")] TunnelConnectionResult Result);

/// <summary>The labels of messages on tunnels.</summary>
internal readonly record struct TunnelMessageLabels(
    [property: Label(Description = "ingress: to the site; egress: from the site.")] TrafficDirection Direction,
    [property: Label(Description = "The type of the message.")] TunnelMessage MsgType);

/// <summary>The label of errors of the configuration for Traefik.</summary>
internal readonly record struct TraefikErrorLabels(
    [property: Label(Description = "What failed.")] TraefikError ErrorType);

/// <summary>The labels of plugin fetches.</summary>
internal readonly record struct PluginLabels(
    [property: Label(MaxValues = PangolinLabels.MaxPlugins, Description = "The plugin's name in the configuration.")] string Plugin,
    [property: Label(Description = "How the fetch ended.")] PluginFetchResult Result);

/// <summary>The labels of ACME events.</summary>
internal readonly record struct AcmeEventLabels(
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The domain of a resource.")] string Domain,
    [property: Label(Description = "The event.")] AcmeEvent Event);

/// <summary>The label of ACME certificates.</summary>
internal readonly record struct DomainLabels(
    [property: Label(MaxValues = PangolinLabels.MaxResources, Description = "The domain of a resource.")] string Domain);

/// <summary>The label of the database pool.</summary>
internal readonly record struct PoolStateLabels(
    [property: Label(Description = "The state of the connections.")] PoolState State);

/// <summary>The labels of hole punching messages.</summary>
internal readonly record struct HolePunchLabels(
    [property: Label(Description = "Whether the message was accepted.")] Outcome Result,
    [property: Label(Description = "Why it was accepted or rejected.")] HolePunchReason Reason);

/// <summary>The maximum number of values of labels with an open set of values.</summary>
internal static class PangolinLabels
{
    public const int MaxRegions = 50;
    public const int MaxSites = 1_000;
    public const int MaxResources = 2_000;
    public const int MaxBackends = 2_000;
    public const int MaxStatuses = 100;
    public const int MaxEndpoints = 200;
    public const int MaxPlugins = 100;
}
