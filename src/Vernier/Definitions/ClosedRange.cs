using System.Runtime.CompilerServices;

namespace Vernier.Definitions;

/// <summary>The numbers of a closed type, an enum or bool, from the smallest to the largest, and how to read one from memory.</summary>
/// <param name="size">How many bytes a value takes: 1, 2, 4 or 8.</param>
/// <param name="minimum">The smallest number, as raw bits.</param>
/// <param name="count">How many numbers the range has.</param>
internal readonly struct ClosedRange(int size, ulong minimum, int count)
{
    /// <summary>How many numbers the range has.</summary>
    public int Count => count;

    /// <summary>The place of the value that lies in memory, counted from the smallest one; <see cref="Count"/> or more when it is outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PlaceOf(ref byte at) => size == sizeof(uint) ? Unsafe.ReadUnaligned<uint>(ref at) - (uint)minimum : PlaceOfOther(ref at);

    /// <summary>The raw bits of the value that lies in memory.</summary>
    public ulong BitsOf(ref byte at) => size switch
    {
        sizeof(byte) => at,
        sizeof(ushort) => Unsafe.ReadUnaligned<ushort>(ref at),
        sizeof(uint) => Unsafe.ReadUnaligned<uint>(ref at),
        _ => Unsafe.ReadUnaligned<ulong>(ref at),
    };

    private uint PlaceOfOther(ref byte at) => size switch
    {
        sizeof(byte) => (byte)(at - (byte)minimum),
        sizeof(ushort) => (ushort)(Unsafe.ReadUnaligned<ushort>(ref at) - (ushort)minimum),
        _ => (uint)Math.Min(Unsafe.ReadUnaligned<ulong>(ref at) - minimum, uint.MaxValue),
    };
}
