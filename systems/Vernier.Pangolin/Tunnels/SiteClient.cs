using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Tunnels;

/// <summary>Creates the clients that send requests to a site over one HTTP/2 connection.</summary>
internal static class SiteClient
{
    /// <summary>The switch that limits the memory of unread downloads. It applies to the whole process, so the application sets it.</summary>
    public const string FixedWindowsSwitch = "System.Net.SocketsHttpHandler.Http2FlowControl.DisableDynamicWindowSizing";

    /// <summary>Creates a client.</summary>
    /// <param name="options">The options of the tunnels.</param>
    /// <param name="connect">Opens the connection, or throws an <see cref="IOException"/> if it cannot be opened at once.</param>
    public static HttpMessageInvoker Create(TunnelOptions options, Func<CancellationToken, ValueTask<Stream>> connect) => new(new SiteRequestHandler(new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellation) => connect(cancellation),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,

        // An idle connection stays open; pings detect when the site hangs.
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        KeepAlivePingDelay = Max(options.PingInterval, TimeSpan.FromSeconds(1)),
        KeepAlivePingTimeout = Max(options.PingTimeout, TimeSpan.FromSeconds(1)),
        InitialHttp2StreamWindowSize = options.StreamWindowBytes,
    }));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
