using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Traefik;

/// <summary>The URL at which Traefik reaches the proxy. Thread-safe.</summary>
internal sealed class ServiceAddress(PangolinSettings settings)
{
    /// <exception cref="PangolinException">It is not known.</exception>
    public Uri Current => settings.Current.Traefik.ServiceUrl
        ?? throw new PangolinException("The address at which Traefik reaches the proxy is not known. Set traefik: service_url.");
}
