using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <summary>The labels in the queries of the dashboards. A separate class, because the fields of a partial class have no defined order of initialization.</summary>
internal static class PangolinDashboardLabels
{
    public static readonly LabelDefinition Site = ResourceRequests.Label(nameof(ResourceRequestLabels.SiteId));
    public static readonly LabelDefinition Resource = ResourceRequests.Label(nameof(ResourceRequestLabels.ResourceId));
    public static readonly LabelDefinition Status = ResourceRequests.Label(nameof(ResourceRequestLabels.Status));
    public static readonly LabelDefinition Region = ActiveSites.Label(nameof(RegionLabels.Region));
    public static readonly LabelDefinition SiteTransport = SiteOnline.Label(nameof(SiteTransportLabels.Transport));
    public static readonly LabelDefinition Protocol = SiteBandwidth.Label(nameof(SiteBandwidthLabels.Protocol));
    public static readonly LabelDefinition Direction = SiteBandwidth.Label(nameof(SiteBandwidthLabels.Direction));
    public static readonly LabelDefinition Reconnect = TunnelReconnects.Label(nameof(ReconnectLabels.Reason));
    public static readonly LabelDefinition Handshake = WireGuardHandshakes.Label(nameof(HandshakeLabels.Result));
    public static readonly LabelDefinition PunchResult = HolePunches.Label(nameof(HolePunchLabels.Result));
    public static readonly LabelDefinition PunchReason = HolePunches.Label(nameof(HolePunchLabels.Reason));
    public static readonly LabelDefinition ConnectionResult = WsConnections.Label(nameof(TunnelConnectionLabels.Result));
    public static readonly LabelDefinition MessageType = WsMessages.Label(nameof(TunnelMessageLabels.MsgType));
    public static readonly LabelDefinition Backend = BackendErrors.Label(nameof(BackendErrorLabels.Backend));
    public static readonly LabelDefinition BackendErrorType = BackendErrors.Label(nameof(BackendErrorLabels.ErrorType));
    public static readonly LabelDefinition ErrorType = ResourceErrors.Label(nameof(ResourceErrorLabels.ErrorType));
    public static readonly LabelDefinition Decision = AuthRequests.Label(nameof(AuthRequestLabels.Result));
    public static readonly LabelDefinition Method = AuthRequests.Label(nameof(AuthRequestLabels.AuthMethod));
    public static readonly LabelDefinition DurationMethod = AuthDuration.Label(nameof(AuthDurationLabels.AuthMethod));
    public static readonly LabelDefinition FailureSite = AuthFailures.Label(nameof(AuthFailureLabels.SiteId));
    public static readonly LabelDefinition FailureReason = AuthFailures.Label(nameof(AuthFailureLabels.Reason));
    public static readonly LabelDefinition UserMethod = ActiveUsers.Label(nameof(SiteAuthLabels.AuthMethod));
    public static readonly LabelDefinition UserSite = ActiveUsers.Label(nameof(SiteAuthLabels.SiteId));
    public static readonly LabelDefinition IssuedMethod = TokensIssued.Label(nameof(SiteAuthLabels.AuthMethod));
    public static readonly LabelDefinition Revocation = TokensRevoked.Label(nameof(RevocationLabels.Reason));
    public static readonly LabelDefinition RefreshResult = TokenRefreshes.Label(nameof(RefreshLabels.Result));
    public static readonly LabelDefinition UiEndpoint = UiRequests.Label(nameof(EndpointRequestLabels.Endpoint));
    public static readonly LabelDefinition UiStatus = UiRequests.Label(nameof(EndpointRequestLabels.Status));
    public static readonly LabelDefinition ApiEndpoint = IntegrationRequests.Label(nameof(EndpointRequestLabels.Endpoint));
    public static readonly LabelDefinition ApiStatus = IntegrationRequests.Label(nameof(EndpointRequestLabels.Status));
    public static readonly LabelDefinition CertificateResource = CertificateExpiry.Label(nameof(CertificateLabels.ResourceId));
    public static readonly LabelDefinition Domain = AcmeExpiry.Label(nameof(DomainLabels.Domain));
    public static readonly LabelDefinition Event = AcmeEvents.Label(nameof(AcmeEventLabels.Event));
    public static readonly LabelDefinition JobName = BackgroundJobs.Label(nameof(JobLabels.JobType));
    public static readonly LabelDefinition JobEnd = BackgroundJobs.Label(nameof(JobLabels.Status));
    public static readonly LabelDefinition QueuedJob = QueueDepth.Label(nameof(JobTypeLabels.JobType));
    public static readonly LabelDefinition ReloadResult = ConfigReloads.Label(nameof(OutcomeLabels.Result));
    public static readonly LabelDefinition SyncError = TraefikErrors.Label(nameof(TraefikErrorLabels.ErrorType));
    public static readonly LabelDefinition Plugin = PluginFetches.Label(nameof(PluginLabels.Plugin));
    public static readonly LabelDefinition FetchResult = PluginFetches.Label(nameof(PluginLabels.Result));
    public static readonly LabelDefinition Pool = PoolConnections.Label(nameof(PoolStateLabels.State));
}
