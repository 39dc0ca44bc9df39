using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Agent;

/// <summary>Serves the requests of the server with Kestrel: over tunnels, or on an address.</summary>
internal sealed class SiteServer : IAsyncDisposable
{
    private const int MaxStreams = 2_000;

    /// <summary>How many bytes of one upload are buffered for a target that does not read them.</summary>
    private const int StreamWindow = 128 * 1024;

    private readonly WebApplication _application;

    private SiteServer(WebApplication application) => _application = application;

    /// <summary>Starts to serve.</summary>
    /// <param name="endpoint">The address: that of a listener, or an IP address.</param>
    /// <param name="listener">The transport of the address; null for TCP.</param>
    /// <param name="handler">Handles the requests.</param>
    /// <param name="logging">Receives the log; null for none.</param>
    /// <param name="cancellation">Cancels starting.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SiteServer> StartAsync(
        EndPoint endpoint, IConnectionListenerFactory? listener, RequestDelegate handler, ILoggerFactory? logging, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Configure(kestrel);
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http2);
        });
        if (listener is not null)
            builder.Services.AddSingleton(listener);
        if (logging is not null)
            builder.Services.AddSingleton(logging);
        var application = builder.Build();
        application.Run(handler);
        try
        {
            await application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new SiteServer(application);
    }

    /// <summary>Completes the requests in progress, and stops.</summary>
    /// <param name="cancellation">Aborts the requests that are still in progress.</param>
    public Task StopAsync(CancellationToken cancellation) => _application.StopAsync(cancellation);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>The proxy enforces the limits of clients. Here the limits only protect the streams of one connection from each other.</summary>
    internal static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        // An idle tunnel stays open; the pings detect one that is lost. An infinite timeout overflows in Kestrel, and closes the connection after a second.
        limits.KeepAliveTimeout = TimeSpan.FromDays(3_650);
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestHeaderCount = 1_000;
        limits.MaxRequestHeadersTotalSize = 256 * 1024;
        limits.Http2.MaxRequestHeaderFieldSize = 128 * 1024;
        limits.Http2.MaxStreamsPerConnection = MaxStreams;
        limits.Http2.InitialStreamWindowSize = StreamWindow;

        // Enough for all streams, so that stalled uploads never block others.
        limits.Http2.InitialConnectionWindowSize = (MaxStreams + 100) * StreamWindow;
    }
}
