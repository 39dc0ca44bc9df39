using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Vernier.Pangolin.Agent;

/// <summary>Gives the HTTP/2 connections of tunnels to Kestrel, as its transport. Thread-safe.</summary>
internal sealed class TunnelListener : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; } = new TunnelEndPoint();

    /// <summary>Serves a connection.</summary>
    public void Add(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

    public bool CanBind(EndPoint endpoint) => endpoint == EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _connections.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
