using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>The offset of a field with a closed set of values, and the range of these values.</summary>
internal readonly struct ClosedField(nint offset, ClosedRange range)
{
    /// <summary>The number of values.</summary>
    public int Count => range.Count;

    /// <summary>Returns the index of the field's value; <see cref="Count"/> or more if it is not a member of the enum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint IndexOf(ref byte labels) => range.IndexOf(ref Unsafe.Add(ref labels, offset));
}
