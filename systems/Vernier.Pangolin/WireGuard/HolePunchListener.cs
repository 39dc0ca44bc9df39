using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.HolePunching;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// Receives the hole punching messages of sites and clients over UDP, and sends each side the endpoint of the other one. Invalid messages get no reply.
/// </summary>
internal sealed partial class HolePunchListener : BackgroundService
{
    /// <summary>A side sends 4 messages per second; several clients can share an address.</summary>
    private const double MessagesPerSecond = 50;
    private const double Burst = 100;

    /// <summary>The maximum difference between the time of a message and the clock.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly DirectConnections _connections;
    private readonly PangolinSettings _settings;
    private readonly PangolinMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<HolePunchListener> _logger;
    private readonly SourceLimiter _limiter;
    private Socket? _socket;

    public HolePunchListener(
        DirectConnections connections, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time, ILogger<HolePunchListener> logger)
    {
        (_connections, _settings, _metrics, _time, _logger) = (connections, settings, metrics, time, logger);
        _limiter = new SourceLimiter(MessagesPerSecond, Burst, time);
    }

    /// <summary>The endpoint; null if hole punching is off.</summary>
    public IPEndPoint? Endpoint { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.Initial.Wireguard.HolePunchPort is not { } port)
            return Task.CompletedTask;
        var endpoint = new IPEndPoint(IPAddress.Parse(_settings.Initial.Address), port);
        _socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(endpoint);
        }
        catch (SocketException exception)
        {
            throw new PangolinException($"Cannot receive hole punching messages at {endpoint} (UDP): {exception.Message}. Change wireguard.hole_punch_port.", exception);
        }
        Endpoint = (IPEndPoint)_socket.LocalEndPoint!;
        _connections.HolePunchPort = Endpoint.Port;
        LogListening(Endpoint);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _socket?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One byte more than a message, so that larger ones are recognized.
        var buffer = new byte[HolePunchMessage.Size + 1];
        var reply = new byte[HolePunchMessage.Size];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var received = await _socket!.ReceiveFromAsync(buffer, Endpoint!, stoppingToken).ConfigureAwait(false);
                var from = (IPEndPoint)received.RemoteEndPoint;
                if (Process(buffer.AsSpan(0, received.ReceivedBytes), from, reply))
                    await _socket.SendToAsync(reply, from, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Such as an unreachable network; it concerns one message.
                LogFailed(exception.Message);
            }
        }
    }

    /// <summary>Processes a message, and returns whether it has a reply.</summary>
    private bool Process(ReadOnlySpan<byte> bytes, IPEndPoint from, Span<byte> reply)
    {
        if (!_limiter.TryAcquire(from.Address))
            return Rejected(HolePunchReason.RateLimited);
        if (HolePunchMessage.Read(bytes) is not { IsReply: false } message)
            return Rejected(HolePunchReason.BadFormat);
        if (_connections.Find(message.Session) is not { } connection)
            return Rejected(HolePunchReason.UnknownSender);
        var key = connection.KeyOf(message.Role);
        if (!HolePunchMessage.IsSigned(bytes, key))
            return Rejected(HolePunchReason.BadSignature);
        if (Math.Abs(message.Timestamp - _time.GetUtcNow().ToUnixTimeMilliseconds()) > MaxAge.TotalMilliseconds)
            return Rejected(HolePunchReason.Replayed);
        var (reason, peer, isFirstPairing) = connection.Register(message, from);
        if (reason == HolePunchReason.Replayed)
            return Rejected(reason);
        _metrics.HolePunchMessage(reason == HolePunchReason.PeerUnknown ? Outcome.Failure : Outcome.Success, reason);
        if (isFirstPairing)
            _metrics.TunnelReconnected(connection.SiteId, Transport.Wireguard, ReconnectReason.HolePunch);
        (message with { IsReply = true, Peer = peer }).Write(reply, key);
        return true;
    }

    private bool Rejected(HolePunchReason reason)
    {
        _metrics.HolePunchMessage(Outcome.Failure, reason);
        return false;
    }

    [LoggerMessage(1, LogLevel.Information, "Receiving hole punching messages at {Endpoint} (UDP).")]
    private partial void LogListening(IPEndPoint endpoint);

    [LoggerMessage(2, LogLevel.Debug, "A hole punching message could not be received or sent: {Reason}")]
    private partial void LogFailed(string reason);
}
