using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vernier.Families;

/// <summary>
/// Loads series into the cache before a pass over a family reaches them. Series that were created over time are scattered in memory, so each would
/// otherwise cost a cache miss. Does nothing on processors without such an instruction in .NET.
/// </summary>
internal static class SeriesPrefetch
{
    private const int Distance = 12;
    private const int CacheLine = 64;

    /// <summary>Loads the series that the pass will reach soon.</summary>
    /// <param name="all">The series of the pass.</param>
    /// <param name="position">The position of the pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead<TSeries>(ReadOnlySpan<TSeries> all, int position)
        where TSeries : Series
    {
        if (!Sse.IsSupported || (uint)(position + Distance) >= (uint)all.Length)
            return;

        // If the garbage collector moves the object now, the wrong memory is loaded, which is harmless: a prefetch never faults.
        var address = (byte*)Unsafe.As<TSeries, nint>(ref Unsafe.AsRef(in all[position + Distance]));
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + CacheLine);
    }
}
