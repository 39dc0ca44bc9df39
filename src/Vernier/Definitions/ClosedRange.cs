using System.Runtime.CompilerServices;

namespace Vernier.Definitions;

/// <summary>The range of the numbers of an enum or bool. Reads a value from memory as an index into the range.</summary>
/// <param name="size">The size of a value in bytes: 1, 2, 4 or 8.</param>
/// <param name="minimum">The smallest number, as raw bits.</param>
/// <param name="count">The number of values in the range.</param>
internal readonly struct ClosedRange(int size, ulong minimum, int count)
{
    /// <summary>Gets the number of values in the range.</summary>
    public int Count => count;

    /// <summary>Gets the index of a value in memory, counted from the smallest number; <see cref="Count"/> or more if it is outside the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint IndexOf(ref byte at) => size == sizeof(uint) ? Unsafe.ReadUnaligned<uint>(ref at) - (uint)minimum : IndexOfOther(ref at);

    /// <summary>Gets the raw bits of a value in memory.</summary>
    public ulong BitsOf(ref byte at) => size switch
    {
        sizeof(byte) => at,
        sizeof(ushort) => Unsafe.ReadUnaligned<ushort>(ref at),
        sizeof(uint) => Unsafe.ReadUnaligned<uint>(ref at),
        _ => Unsafe.ReadUnaligned<ulong>(ref at),
    };

    private uint IndexOfOther(ref byte at) => size switch
    {
        sizeof(byte) => (byte)(at - (byte)minimum),
        sizeof(ushort) => (ushort)(Unsafe.ReadUnaligned<ushort>(ref at) - (ushort)minimum),
        _ => (uint)Math.Min(Unsafe.ReadUnaligned<ulong>(ref at) - minimum, uint.MaxValue),
    };
}
