using System.Net;
using System.Net.Sockets;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// Limits the messages of each address in a fixed amount of memory: addresses share a bucket by their hash, which can delay others but never exhausts the
/// memory. IPv6 clients own a network of 64 bits and share a bucket. Not thread-safe.
/// </summary>
/// <param name="perSecond">The messages per second.</param>
/// <param name="burst">The messages at once.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceLimiter(double perSecond, double burst, TimeProvider time)
{
    private const int Buckets = 4_096;

    private readonly (double Used, long At)[] _buckets = new (double, long)[Buckets];

    public bool TryAcquire(IPAddress address)
    {
        ref var bucket = ref _buckets[IndexOf(address)];
        var now = time.GetTimestamp();
        var used = bucket.At == 0 ? 0 : Math.Max(0, bucket.Used - (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));
        var isGranted = used + 1 <= burst;
        bucket = (isGranted ? used + 1 : used, now);
        return isGranted;
    }

    private static int IndexOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = new HashCode();
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? 8 : length)]);
        return (int)((uint)hash.ToHashCode() % Buckets);
    }
}
