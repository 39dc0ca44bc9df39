using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Vernier.Pangolin.Links.HolePunching;

/// <summary>Which side of a direct connection sends or receives a message.</summary>
internal enum HolePunchRole
{
    Site = 1,
    Client = 2,
}

/// <summary>
/// A UDP message of hole punching. A site and a client send requests to the server, from the ports that WireGuard is going to use; a reply contains the
/// endpoint of the other side. Requests and replies have the same size, so that a reply is never larger than its request. Big-endian: a format number (4
/// bytes), the kind, the role, the port of the endpoint (2), the session (16), the time (8), a nonce (8), the address of the endpoint (16), unused bytes
/// (8), and the HMAC-SHA256 of all bytes before it (32).
/// </summary>
/// <param name="IsReply">Whether the server sends it.</param>
/// <param name="Role">The side that sends the request, or receives the reply.</param>
/// <param name="Session">The direct connection.</param>
/// <param name="Timestamp">When the request was sent, in Unix milliseconds of the server's clock; increases with each message. A reply repeats it.</param>
/// <param name="Nonce">A random number. A reply repeats that of its request.</param>
/// <param name="Peer">In a reply, the endpoint of the other side; null while the server does not know it.</param>
internal sealed record HolePunchMessage(bool IsReply, HolePunchRole Role, Guid Session, long Timestamp, ulong Nonce, IPEndPoint? Peer = null)
{
    /// <summary>The size of each message in bytes.</summary>
    public const int Size = 96;

    /// <summary>The size of a key in bytes.</summary>
    public const int KeySize = 32;

    private const uint Format = 0x56_48_50_01;
    private const byte RequestKind = 1;
    private const byte ReplyKind = 2;
    private const int SignedSize = 64;

    /// <summary>Reads a message; null if the format is invalid. The signature is checked by <see cref="IsSigned"/>.</summary>
    public static HolePunchMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Format)
            return null;
        var role = (HolePunchRole)bytes[5];
        if (bytes[4] is not (RequestKind or ReplyKind) || role is not (HolePunchRole.Site or HolePunchRole.Client))
            return null;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        var session = new Guid(bytes.Slice(8, 16), bigEndian: true);
        var timestamp = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]);
        var nonce = BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]);
        var address = new IPAddress(bytes.Slice(40, 16));
        var peer = port == 0 ? null : new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
        return new HolePunchMessage(bytes[4] == ReplyKind, role, session, timestamp, nonce, peer);
    }

    /// <summary>Whether a message was signed with a key.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..SignedSize], expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[SignedSize..]);
    }

    /// <summary>Writes the message with its signature.</summary>
    public void Write(Span<byte> bytes, ReadOnlySpan<byte> key)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Format);
        bytes[4] = IsReply ? ReplyKind : RequestKind;
        bytes[5] = (byte)Role;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(Peer?.Port ?? 0));
        Session.TryWriteBytes(bytes.Slice(8, 16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Timestamp);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[32..], Nonce);
        Peer?.Address.MapToIPv6().TryWriteBytes(bytes.Slice(40, 16), out _);
        HMACSHA256.HashData(key, bytes[..SignedSize], bytes[SignedSize..Size]);
    }
}
