using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vernier.Cells;

/// <summary>Loads memory into the cache before it is read. Does nothing on processors without such an instruction in .NET.</summary>
internal static class CachePrefetch
{
    /// <summary>Loads the cache line of a location.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Load<T>(ref readonly T location)
    {
        // If the garbage collector moves the object now, the wrong memory is loaded, which is harmless: a prefetch never faults.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in location)));
    }
}
