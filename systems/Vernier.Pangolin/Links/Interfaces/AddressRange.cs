using System.Buffers.Binary;
using System.Net;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// The addresses of an IPv4 network: the first is that of the server, the rest of the lower half is for sites, and the upper half for direct connections.
/// Addresses are numbers, as they are stored in the database.
/// </summary>
internal sealed class AddressRange(IPNetwork network)
{
    private readonly long _base = NumberOf(network.BaseAddress);
    private readonly long _size = 1L << (32 - network.PrefixLength);

    public IPAddress Server => AddressOf(_base + 1);

    public int PrefixLength => network.PrefixLength;

    /// <summary>The first address for sites.</summary>
    public long FirstSite => _base + 2;

    /// <summary>The last address for sites.</summary>
    public long LastSite => _base + (_size / 2) - 1;

    /// <summary>The first address for direct connections.</summary>
    public long FirstDirect => _base + (_size / 2);

    /// <summary>The last address for direct connections; the very last one is the broadcast address.</summary>
    public long LastDirect => _base + _size - 2;

    public bool IsSite(long address) => address >= FirstSite && address <= LastSite;

    public static IPAddress AddressOf(long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        return new IPAddress(bytes);
    }

    private static long NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
