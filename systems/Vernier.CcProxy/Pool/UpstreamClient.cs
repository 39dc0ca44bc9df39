using System.Text;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>A client that carries one request at a time over one connection of its own, which it keeps.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public UpstreamClient(HookBus bus, PoolOptions options, bool throughProxy)
    {
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancellationToken) => CountedConnection.ConnectAsync(context, bus, cancellationToken),
            MaxConnectionsPerServer = 1,
            PooledConnectionIdleTimeout = options.IdleTimeout,

            UseProxy = throughProxy,

            // As the web server reads them: a value that is not ASCII goes on as it came, and does not look like a fault of the provider.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,

            // What the provider says goes to the client as it is: redirects, cookies and trace headers are between the two of them.
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>When it was used last, as a timestamp of the pool's clock.</summary>
    public long UsedAt { get; set; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
