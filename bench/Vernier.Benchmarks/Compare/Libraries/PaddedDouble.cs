using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>A field on the heap that shares no cache line, nor the pair of lines that a core fetches, with another.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedDouble
{
    [FieldOffset(128)]
    public double Value;
}
