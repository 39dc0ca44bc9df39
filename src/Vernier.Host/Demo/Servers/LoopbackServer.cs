using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Vernier.Host.Demo.Servers;

/// <summary>
/// An embedded server on a separate Kestrel on a free loopback port, so that a system has real connections to it. It starts only if its address was read.
/// </summary>
internal abstract class LoopbackServer : IHostedService, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Socket? _socket;
    private WebApplication? _application;

    /// <summary>Gets the address. Reading it opens the port, so that the address is known before the server starts.</summary>
    public Uri Address
    {
        get
        {
            lock (_lock)
                return new Uri($"http://{(_socket ??= Listen()).LocalEndPoint}");
        }
    }

    /// <summary>Gets a value indicating whether the address was read.</summary>
    public bool IsUsed => _socket is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_socket is not { } socket)
            return;

        // Empty, so that the configuration of the surrounding application does not apply to this one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        _application = builder.Build();
        Map(_application);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync().ConfigureAwait(false);
        _socket?.Dispose();
    }

    /// <summary>Maps the routes.</summary>
    protected abstract void Map(WebApplication application);

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    /// <summary>The server stops with the surrounding application, not by a signal.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
