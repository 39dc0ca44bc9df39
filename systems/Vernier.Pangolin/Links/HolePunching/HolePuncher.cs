using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Links.HolePunching;

/// <summary>What a side needs for hole punching.</summary>
/// <param name="Session">The direct connection.</param>
/// <param name="Role">The side.</param>
/// <param name="Key">The key of this side.</param>
/// <param name="Server">The UDP endpoint of the server.</param>
/// <param name="ServerTime">The time of the server when it created the ticket, in Unix milliseconds.</param>
internal sealed record HolePunchTicket(Guid Session, HolePunchRole Role, byte[] Key, IPEndPoint Server, long ServerTime);

/// <summary>
/// Sends messages to the server until it knows both sides. NAT routers on the way then have a mapping for the local port, which WireGuard uses next.
/// </summary>
internal static class HolePuncher
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns the local port and the endpoint of the other side.</summary>
    /// <param name="ticket">The direct connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">The maximum time.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="WireGuardException">The server does not reply, or the other side does not take part, within the timeout.</exception>
    public static async Task<(int Port, IPEndPoint Peer)> RunAsync(HolePunchTicket ticket, TimeProvider time, TimeSpan timeout, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var socket = new Socket(ticket.Server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(ticket.Server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
        var buffer = new byte[HolePunchMessage.Size + 1];
        var nonces = new HashSet<ulong>();
        var hasReply = false;
        while (time.GetElapsedTime(started) is var elapsed && elapsed < timeout)
        {
            var nonce = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
            nonces.Add(nonce);
            // The clock of this machine may be wrong: the time is that of the server, plus what has elapsed.
            new HolePunchMessage(false, ticket.Role, ticket.Session, ticket.ServerTime + (long)elapsed.TotalMilliseconds, nonce).Write(buffer, ticket.Key);
            await SendAsync(socket, buffer.AsMemory(0, HolePunchMessage.Size), ticket.Server, cancellation).ConfigureAwait(false);
            using var pause = new CancellationTokenSource(Interval, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, pause.Token);
            try
            {
                while (true)
                {
                    var received = await socket.ReceiveFromAsync(buffer, ticket.Server, stop.Token).ConfigureAwait(false);
                    if (Accept(buffer.AsSpan(0, received.ReceivedBytes), received.RemoteEndPoint, ticket, nonces) is not { } reply)
                        continue;
                    hasReply = true;
                    if (reply.Peer is { } peer)
                        return (((IPEndPoint)socket.LocalEndPoint!).Port, peer);
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The time for the next message.
            }
        }
        throw new WireGuardException(hasReply
            ? $"The other side did not take part in hole punching within {timeout.TotalSeconds} s."
            : $"The server did not reply to hole punching messages at {ticket.Server} (UDP) within {timeout.TotalSeconds} s.");
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> message, IPEndPoint server, CancellationToken cancellation)
    {
        try
        {
            await socket.SendToAsync(message, server, cancellation).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new WireGuardException($"Cannot send hole punching messages to {server} (UDP): {exception.Message}", exception);
        }
    }

    private static HolePunchMessage? Accept(ReadOnlySpan<byte> bytes, EndPoint from, HolePunchTicket ticket, HashSet<ulong> nonces) =>
        from.Equals(ticket.Server)
        && HolePunchMessage.Read(bytes) is { IsReply: true } reply
        && reply.Session == ticket.Session && reply.Role == ticket.Role && nonces.Contains(reply.Nonce)
        && HolePunchMessage.IsSigned(bytes, ticket.Key)
            ? reply
            : null;
}
