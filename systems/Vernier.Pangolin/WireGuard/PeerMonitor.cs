using System.Net;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// Derives the state of a site's peer from what <c>wg</c> reports and from measurements of the round-trip time, and records both as metrics. <c>wg</c> reports
/// the time of the last handshake only, and nothing about those that fail: a handshake completed when this time changes, and has failed when none completes
/// in time. Thread-safe.
/// </summary>
internal sealed class PeerMonitor(string siteId, PangolinMetrics metrics, TimeProvider time)
{
    /// <summary>The lifetime of the keys of a handshake in the protocol. A peer with traffic or keep-alive packets completes the next handshake earlier.</summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromSeconds(180);

    private readonly Lock _lock = new();
    private long _configuredAt;
    private long _expectedSince;
    private TimeSpan _expectedWithin;
    private bool _isExpected;
    private bool _isNew;
    private long _latestHandshake;
    private long? _handshakeAt;
    private long _received;
    private long _sent;
    private bool _isReachable;
    private bool _wasUp;
    private bool _isUp;
    private ReconnectReason _reason;

    /// <summary>The address from which the last packet of the site came; null if it is not known.</summary>
    public IPEndPoint? Endpoint { get; private set; }

    /// <summary>Whether the first handshake after a configuration is in progress, and should be noticed soon.</summary>
    public bool IsConnecting
    {
        get
        {
            lock (_lock)
                return _isNew && _isExpected;
        }
    }

    /// <summary>Whether the peer can carry requests: the keys are valid, and the last measurement succeeded.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock)
                return _isUp;
        }
    }

    /// <summary>
    /// The site was configured; a handshake must complete within a time, unless the peer is up. The interface counts the bytes of a new key from 0. Returns
    /// true if <see cref="IsUp"/> has changed.
    /// </summary>
    public bool Configured(TimeSpan timeout, bool isNewKey)
    {
        lock (_lock)
        {
            if (_isUp && !isNewKey)
                return false;
            if (isNewKey)
                (_received, _sent, _latestHandshake, _handshakeAt, _isReachable) = (0, 0, 0, null, false);
            var changed = Refresh();
            _reason = isNewKey ? ReconnectReason.Restart : ReconnectReason.Backoff;
            _isNew = true;
            _configuredAt = time.GetTimestamp();
            Expect(timeout);
            return changed;
        }
    }

    /// <summary>The site stops on purpose; this is not a lost connection.</summary>
    public void Left()
    {
        lock (_lock)
        {
            (_isReachable, _isUp, _isExpected) = (false, false, false);
            _reason = ReconnectReason.Restart;
        }
    }

    /// <summary>The interface no longer exists. Returns true if <see cref="IsUp"/> has changed.</summary>
    public bool Lost()
    {
        lock (_lock)
        {
            (_received, _sent, _latestHandshake, _handshakeAt, _isReachable, _isExpected) = (0, 0, 0, null, false, false);
            return Refresh();
        }
    }

    /// <summary>The control channel of the site was closed; unless the peer is up, handshakes are not expected any more.</summary>
    public void Released()
    {
        lock (_lock)
            _isExpected &= _isUp;
    }

    /// <summary>Processes the state of the interface. Returns true if <see cref="IsUp"/> has changed.</summary>
    public bool Update(PeerStatus status, TimeSpan timeout)
    {
        lock (_lock)
        {
            Endpoint = status.Endpoint ?? Endpoint;
            CountBytes(status);
            if (status.LatestHandshake != 0 && status.LatestHandshake != _latestHandshake)
                Completed(status.LatestHandshake);
            else if (_isExpected && time.GetElapsedTime(_expectedSince) > _expectedWithin)
                TimedOut(timeout);
            return Refresh();
        }
    }

    /// <summary>Processes a measurement of the round-trip time. Returns true if <see cref="IsUp"/> has changed.</summary>
    /// <param name="roundTrip">The time; null if the site did not respond.</param>
    /// <param name="timeout">The time in which WireGuard must complete a handshake after a failed measurement.</param>
    public bool Measured(TimeSpan? roundTrip, TimeSpan timeout)
    {
        lock (_lock)
        {
            if (roundTrip is { } duration)
                metrics.TunnelRoundTrip(siteId, Transport.Wireguard, duration);
            else if (_isReachable)
                Expect(timeout);
            _isReachable = roundTrip is not null;
            return Refresh();
        }
    }

    private void Completed(long latestHandshake)
    {
        _latestHandshake = latestHandshake;
        _handshakeAt = time.GetTimestamp();
        metrics.WireGuardHandshake(siteId, HandshakeResult.Success);
        // The start of other handshakes is not known.
        if (_isNew)
            metrics.HandshakeCompleted(siteId, Transport.Wireguard, time.GetElapsedTime(_configuredAt));
        _isNew = false;
        Expect(KeyLifetime);
    }

    private void TimedOut(TimeSpan timeout)
    {
        metrics.WireGuardHandshake(siteId, HandshakeResult.Timeout);
        _isNew = false;
        Expect(timeout);
    }

    private void Expect(TimeSpan timeout) => (_isExpected, _expectedSince, _expectedWithin) = (true, time.GetTimestamp(), timeout);

    private void CountBytes(PeerStatus status)
    {
        metrics.TunnelBytes(siteId, Transport.Wireguard, TrafficDirection.Egress, Difference(ref _received, status.Received));
        metrics.TunnelBytes(siteId, Transport.Wireguard, TrafficDirection.Ingress, Difference(ref _sent, status.Sent));
    }

    /// <summary>Returns the increase of a counter, which starts again at 0 when the peer or the interface is created again.</summary>
    private static long Difference(ref long previous, long current)
    {
        var difference = current < previous ? current : current - previous;
        previous = current;
        return difference;
    }

    private bool Refresh()
    {
        var isUp = _isReachable && _handshakeAt is { } at && time.GetElapsedTime(at) < KeyLifetime;
        if (isUp == _isUp)
            return false;
        _isUp = isUp;
        if (!isUp)
        {
            _reason = ReconnectReason.PingTimeout;
            metrics.ConnectionDropped(siteId);
        }
        else if (_wasUp)
        {
            metrics.TunnelReconnected(siteId, Transport.Wireguard, _reason);
        }
        _wasUp |= isUp;
        return true;
    }
}
