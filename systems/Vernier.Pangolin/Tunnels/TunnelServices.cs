using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tunnels;

/// <summary>What each tunnel uses.</summary>
internal sealed class TunnelServices(
    PangolinSettings settings, SiteInventory inventory, BackendHealth health, PangolinMetrics metrics, TimeProvider time, IEnumerable<IControlExtension> extensions,
    ILogger<SiteTunnel> logger)
{
    private readonly IControlExtension[] _extensions = [.. extensions];

    /// <summary>The options that apply now.</summary>
    public TunnelOptions Options => settings.Current.Tunnels;

    public SiteInventory Inventory => inventory;

    public BackendHealth Health => health;

    public PangolinMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public IReadOnlyList<IControlExtension> Extensions => _extensions;

    public ILogger Logger => logger;
}
