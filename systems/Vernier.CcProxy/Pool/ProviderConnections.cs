using System.Net;
using System.Text;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>
/// The connections to one provider: HTTP/2 where the provider negotiates it over TLS, otherwise HTTP/1.1. Opened and closed connections are
/// published as events. Thread-safe.
/// </summary>
internal static class ProviderConnections
{
    /// <summary>Creates the handler that owns the connections.</summary>
    /// <param name="bus">Publishes the events.</param>
    /// <param name="options">The limit and the idle timeout.</param>
    /// <param name="usesSystemProxy">Whether connections go through the HTTP proxy of the environment, if one is configured.</param>
    public static SocketsHttpHandler CreateHandler(HookBus bus, PoolOptions options, bool usesSystemProxy) => new()
    {
        ConnectCallback = (context, cancellationToken) => ObservedConnection.ConnectAsync(context, bus, cancellationToken),
        MaxConnectionsPerServer = options.MaxClients,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = options.IdleTimeout,
        UseProxy = usesSystemProxy,

        // A connection with the rest of a response is closed, not used again.
        MaxResponseDrainSize = 0,

        // Kestrel decodes header values as UTF-8; encoding them in the same way forwards values that are not ASCII unchanged.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,

        // Redirects, cookies and trace headers are between the client and the provider.
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    };

    /// <summary>Creates a request that uses the highest HTTP version that the provider negotiates.</summary>
    public static HttpRequestMessage CreateRequest(HttpMethod method, string address) => new(method, address)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };
}
