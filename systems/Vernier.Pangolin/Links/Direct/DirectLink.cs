using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Links.Direct;

/// <summary>
/// One side of a direct connection between a client and a site: a dedicated WireGuard interface, whose packets pass the NAT routers on the way through the
/// mappings of hole punching. Its methods are called one at a time.
/// </summary>
internal sealed class DirectLink : IAsyncDisposable
{
    /// <summary>The TCP port at the site's address inside the connection.</summary>
    public const int Port = 41820;

    private static readonly TimeSpan Keepalive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakePoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlivePoll = TimeSpan.FromSeconds(5);

    /// <summary>A side sends a packet every 10 seconds; three may be lost.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(35);

    private readonly WireGuardPrograms _programs;
    private readonly TimeProvider _time;
    private readonly DirectoryInfo _folder;
    private readonly string _name;
    private WireGuardInterface? _interface;
    private IPAddress? _own;
    private IPAddress? _peer;

    private DirectLink(WireGuardPrograms programs, string name, DirectoryInfo folder, TimeProvider time) =>
        (_programs, _name, _folder, _time) = (programs, name, folder, time);

    /// <summary>The public key of this side, which is used for this connection only.</summary>
    public string PublicKey { get; private set; } = "";

    private string KeyFile => Path.Combine(_folder.FullName, "key");

    /// <summary>Creates a key.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="prefix">The start of the name of the interface, up to 5 characters.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="WireGuardException"><c>wg</c> failed.</exception>
    public static async Task<DirectLink> CreateAsync(WireGuardPrograms programs, string prefix, TimeProvider time, CancellationToken cancellation)
    {
        // The folder has mode 0700.
        var folder = Directory.CreateTempSubdirectory("vernier-pangolin-");
        var link = new DirectLink(programs, prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)), folder, time);
        try
        {
            link.PublicKey = await WireGuardKeys.CreateAsync(programs, link.KeyFile, cancellation).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects to the other side: hole punching, and then the first handshake.</summary>
    /// <param name="ticket">The direct connection.</param>
    /// <param name="peerKey">The public key of the other side.</param>
    /// <param name="own">The address of this side inside the connection.</param>
    /// <param name="peer">The address of the other side.</param>
    /// <param name="timeout">The maximum time of each of the two steps.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="WireGuardException">A step failed.</exception>
    public async Task ConnectAsync(HolePunchTicket ticket, string peerKey, IPAddress own, IPAddress peer, TimeSpan timeout, CancellationToken cancellation)
    {
        var (port, endpoint) = await HolePuncher.RunAsync(ticket, _time, timeout, cancellation).ConfigureAwait(false);
        _interface = await WireGuardInterface.CreateAsync(_programs, _name, _time, cancellation).ConfigureAwait(false);
        await _interface.ConfigureAsync(KeyFile, port, $"{own}/32", cancellation).ConfigureAwait(false);
        DeleteKey();
        await _interface.SetPeerAsync(new WireGuardPeer(peerKey, peer, endpoint, Keepalive), addRoute: true, cancellation).ConfigureAwait(false);
        (_own, _peer) = (own, peer);
        var started = _time.GetTimestamp();
        while ((await StatusAsync(cancellation).ConfigureAwait(false)).LatestHandshake == 0)
        {
            if (_time.GetElapsedTime(started) > timeout)
                throw new WireGuardException($"No handshake with the other side at {endpoint} (UDP) within {timeout.TotalSeconds} s. A NAT router or firewall blocks it.");
            await Task.Delay(HandshakePoll, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Listens at the address of this side.</summary>
    /// <exception cref="WireGuardException">The port is in use.</exception>
    public Socket Listen() => InterfaceSockets.Listen(_name, new IPEndPoint(_own!, Port));

    /// <summary>Connects to the port of the other side.</summary>
    /// <exception cref="IOException">The connection failed.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await InterfaceSockets.ConnectAsync(_name, new IPEndPoint(_peer!, Port), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or WireGuardException)
        {
            throw new IOException($"The direct connection failed: {exception.Message}", exception);
        }
    }

    /// <summary>Completes when nothing has come from the other side for some time, or the interface no longer exists.</summary>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public async Task WhenLostAsync(CancellationToken cancellation)
    {
        var received = -1L;
        var changed = _time.GetTimestamp();
        while (_time.GetElapsedTime(changed) < IdleTimeout)
        {
            try
            {
                var status = await StatusAsync(cancellation).ConfigureAwait(false);
                if (status.Received != received)
                    (received, changed) = (status.Received, _time.GetTimestamp());
            }
            catch (WireGuardException)
            {
                return;
            }
            await Task.Delay(AlivePoll, _time, cancellation).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_interface is not null)
            await _interface.DisposeAsync().ConfigureAwait(false);
        DeleteKey();
    }

    /// <summary>Deletes the file, which is not needed any more once the interface has the key.</summary>
    private void DeleteKey()
    {
        if (_folder.Exists)
            _folder.Delete(recursive: true);
        _folder.Refresh();
    }

    private async Task<PeerStatus> StatusAsync(CancellationToken cancellation) =>
        (await _interface!.ReadAsync(cancellation).ConfigureAwait(false)).Peers.SingleOrDefault() ?? throw new WireGuardException($"The interface {_name} has no peer.");
}
