using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Proxy;

namespace Vernier.Pangolin.Extensions;

/// <summary>
/// Where the running server is reached besides the port of the application, with the actual ports. Get it from the services of the application after its
/// start. Thread-safe.
/// </summary>
public sealed class PangolinAddresses
{
    private readonly IServiceProvider _services;

    internal PangolinAddresses(IServiceProvider services) => _services = services;

    /// <summary>Gets the URL of the proxy for resources without TLS.</summary>
    public Uri Proxy => _services.GetRequiredService<ProxyServer>().Address;

    /// <summary>Gets the URL of the proxy with TLS; null without a TLS port.</summary>
    public Uri? TlsProxy => _services.GetRequiredService<ProxyServer>().TlsAddress;

    /// <summary>Gets the URL of the metrics; null while metrics are off.</summary>
    public Uri? Metrics => _services.GetRequiredService<MetricsListener>().Url;
}
