using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.Agent.WireGuard;

/// <summary>Starts to serve the requests of the server on an endpoint of a transport.</summary>
internal delegate Task<IAsyncDisposable> ServeRequests(IPEndPoint endpoint, IConnectionListenerFactory transport, CancellationToken cancellation);

/// <summary>The WireGuard interface of a site, with the server as its peer, and the listener for the server's requests, which only this interface reaches.</summary>
internal sealed class SiteTunnel : IAsyncDisposable
{
    private readonly WireGuardInterface _interface;
    private IAsyncDisposable? _requests;

    private SiteTunnel(WireGuardInterface created, AssignmentMessage assignment) => (_interface, Assignment) = (created, assignment);

    /// <summary>How the site is connected.</summary>
    public AssignmentMessage Assignment { get; private set; }

    /// <summary>The TCP port of the listener.</summary>
    public int Port { get; private set; }

    /// <exception cref="WireGuardException">WireGuard cannot be used, or a command failed.</exception>
    public static async Task<SiteTunnel> CreateAsync(
        WireGuardPrograms programs, string name, string keyFile, AssignmentMessage assignment, ServeRequests serve, TimeProvider time, CancellationToken cancellation)
    {
        var created = await WireGuardInterface.CreateAsync(programs, name, time, cancellation).ConfigureAwait(false);
        var tunnel = new SiteTunnel(created, assignment);
        try
        {
            await created.ConfigureAsync(keyFile, 0, $"{assignment.SiteAddress}/32", cancellation).ConfigureAwait(false);
            await tunnel.SetPeerAsync(assignment, cancellation).ConfigureAwait(false);
            await tunnel.ListenAsync(serve, cancellation).ConfigureAwait(false);
            return tunnel;
        }
        catch
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Changes the key or endpoint of the server. Returns false if the addresses differ, which requires another tunnel.</summary>
    public async Task<bool> TryChangeAsync(AssignmentMessage assignment, CancellationToken cancellation)
    {
        if (assignment.SiteAddress != Assignment.SiteAddress || assignment.ServerAddress != Assignment.ServerAddress)
            return false;
        if (assignment.PublicKey != Assignment.PublicKey)
            await _interface.RemovePeerAsync(Assignment.PublicKey, cancellation).ConfigureAwait(false);
        await SetPeerAsync(assignment, cancellation).ConfigureAwait(false);
        Assignment = assignment;
        return true;
    }

    /// <summary>Checks that the interface exists.</summary>
    /// <exception cref="WireGuardException">It does not exist any more.</exception>
    public Task CheckAsync(CancellationToken cancellation) => _interface.ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_requests is not null)
            await _requests.DisposeAsync().ConfigureAwait(false);
        await _interface.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SetPeerAsync(AssignmentMessage assignment, CancellationToken cancellation)
    {
        var endpoint = await HostResolver.ResolveAsync(assignment.Host, assignment.Port, cancellation).ConfigureAwait(false);
        var keepalive = TimeSpan.FromSeconds(assignment.KeepaliveSeconds);
        await _interface.SetPeerAsync(
            new WireGuardPeer(assignment.PublicKey, IPAddress.Parse(assignment.ServerAddress), endpoint, keepalive), addRoute: true, cancellation).ConfigureAwait(false);
    }

    private async Task ListenAsync(ServeRequests serve, CancellationToken cancellation)
    {
        var listener = InterfaceSockets.Listen(_interface.Name, new IPEndPoint(IPAddress.Parse(Assignment.SiteAddress), 0));
        var endpoint = (IPEndPoint)listener.LocalEndPoint!;
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => listener }), NullLoggerFactory.Instance);
        try
        {
            _requests = await serve(endpoint, transport, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            listener.Dispose();
            throw new WireGuardException($"Cannot serve requests on {endpoint}: {exception.Message}", exception);
        }
        Port = endpoint.Port;
    }
}
