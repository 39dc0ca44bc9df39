using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// A site that uses WireGuard: its state, and its link while it is up. Measures the round-trip time by connecting to the site's port. Thread-safe.
/// </summary>
internal sealed class SitePeer : IAsyncDisposable
{
    private readonly string _interface;
    private readonly PangolinSettings _settings;
    private readonly SiteStates _states;
    private readonly TimeProvider _time;
    private readonly PeerMonitor _monitor;
    private readonly Signal _measure;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Task _measuring;
    private int _port;
    private WireGuardLink? _link;
    private WireGuardLink? _retired;

    public SitePeer(string siteId, IPAddress address, string name, PangolinSettings settings, SiteStates states, PangolinMetrics metrics, TimeProvider time)
    {
        (SiteId, Address, _interface, _settings, _states, _time) = (siteId, address, name, settings, states, time);
        _monitor = new PeerMonitor(siteId, metrics, time);
        _measure = new Signal(time);
        _measuring = MeasureAsync(_stop.Token);
    }

    public string SiteId { get; }

    public IPAddress Address { get; }

    /// <summary>The public key; empty before the first configuration.</summary>
    public string PublicKey { get; private set; } = "";

    /// <summary>Whether the first handshake is in progress.</summary>
    public bool IsConnecting => _monitor.IsConnecting;

    /// <summary>The link; null while the peer is down.</summary>
    public ISiteLink? Link => Volatile.Read(ref _link);

    private WireGuardOptions Options => _settings.Current.Wireguard;

    /// <summary>The interface was configured for the site.</summary>
    public void Configured(string publicKey)
    {
        var isNewKey = publicKey != PublicKey;
        PublicKey = publicKey;
        _monitor.Configured(Options.HandshakeTimeout, isNewKey);
        Refresh();
    }

    /// <summary>The site accepts connections.</summary>
    public void Listening(int port)
    {
        lock (_lock)
        {
            if (_port != port)
                CloseLink();
            _port = port;
        }
        Refresh();
        _measure.Set();
    }

    /// <summary>The site stops: the link gets no new requests, and those in progress complete.</summary>
    public void Leaving()
    {
        lock (_lock)
        {
            _port = 0;
            _monitor.Left();
            _retired?.Dispose();
            _retired = _link;
            if (_link is not null)
                _states.Disconnected(SiteId, Transport.Wireguard);
            Volatile.Write(ref _link, null);
        }
    }

    /// <summary>The control channel of the site was closed. The peer remains usable while the site responds.</summary>
    public void Released() => _monitor.Released();

    /// <summary>Processes the state of the interface.</summary>
    public void Update(PeerStatus status)
    {
        var wasConnecting = IsConnecting;
        _monitor.Update(status, Options.HandshakeTimeout);
        Refresh();
        if (wasConnecting && !IsConnecting)
            _measure.Set();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _measuring.ConfigureAwait(false);
        _monitor.Lost();
        Refresh();
        _retired?.Dispose();
        _stop.Dispose();
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await _measure.WaitAsync(Options.PollInterval, cancellation).ConfigureAwait(false);
                if (Volatile.Read(ref _port) is var port && port == 0)
                    continue;
                // One lost packet does not close a link.
                var roundTrip = await ConnectAsync(port, cancellation).ConfigureAwait(false) ?? await ConnectAsync(port, cancellation).ConfigureAwait(false);
                _monitor.Measured(roundTrip, Options.HandshakeTimeout);
                Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>Returns how long a TCP connection took, which is one round trip; null if it failed.</summary>
    private async Task<TimeSpan?> ConnectAsync(int port, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Options.PollTimeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var started = _time.GetTimestamp();
        try
        {
            using var socket = await InterfaceSockets.ConnectAsync(_interface, new IPEndPoint(Address, port), stop.Token).ConfigureAwait(false);
            return _time.GetElapsedTime(started);
        }
        catch (Exception exception) when (exception is SocketException or WireGuardException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Opens or closes the link as the state of the peer requires.</summary>
    private void Refresh()
    {
        lock (_lock)
        {
            if (!_monitor.IsUp)
            {
                CloseLink();
            }
            else if (_link is null)
            {
                Volatile.Write(ref _link, new WireGuardLink(SiteId, _interface, new IPEndPoint(Address, _port), _settings.Current.Tunnels));
                _states.Connected(SiteId, Transport.Wireguard, new SiteDescription(_monitor.Endpoint?.Address.ToString(), null, null));
            }
        }
    }

    private void CloseLink()
    {
        if (_link is not { } link)
            return;
        Volatile.Write(ref _link, null);
        link.Dispose();
        _states.Disconnected(SiteId, Transport.Wireguard);
    }
}
