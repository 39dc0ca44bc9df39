using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Where a closed field of a label set lies, and the range of its numbers.</summary>
internal readonly struct ClosedField(nint offset, ClosedRange range)
{
    /// <summary>How many places there are.</summary>
    public int Count => range.Count;

    /// <summary>The place of the field's value; <see cref="Count"/> or more when it is none of the enum's members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint PlaceOf(ref byte labels) => range.IndexOf(ref Unsafe.Add(ref labels, offset));
}
