namespace Vernier.Pangolin.Proxy;

/// <summary>The site could not get a response from a backend.</summary>
internal sealed class SiteException(ProxyError error) : Exception($"The site reports: {error}.")
{
    public ProxyError Error { get; } = error;
}
