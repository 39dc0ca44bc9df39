using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Proxy;

namespace Vernier.Pangolin.Traefik;

/// <summary>The URL at which Traefik reaches the proxy: the configured one, or the address of the proxy on this machine. Thread-safe after the start of the proxy.</summary>
internal sealed class ServiceAddress(PangolinSettings settings, ProxyServer proxy)
{
    public Uri Current => settings.Current.Traefik.ServiceUrl ?? proxy.Address;
}
