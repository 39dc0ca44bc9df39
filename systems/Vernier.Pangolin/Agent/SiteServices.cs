using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>What the connections of a site use.</summary>
/// <param name="Options">The options.</param>
/// <param name="Targets">The targets.</param>
/// <param name="HealthChecks">Checks the targets.</param>
/// <param name="Listener">Gives connections to Kestrel.</param>
/// <param name="Extensions">The extensions of the control channel.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record SiteServices(
    PangolinSiteOptions Options, SiteTargets Targets, HealthChecks HealthChecks, TunnelListener Listener, IReadOnlyList<IControlExtension> Extensions, TimeProvider Time,
    ILogger Logger);
