using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vernier.Families;

/// <summary>
/// Hashes the label values of a look-up. The quick form reads three words of eight bytes from each string, its beginning, middle and end, and
/// multiplies each with a number that is drawn anew for each process; no string waits for another. Whoever knows which characters it
/// reads can make values that collide, so a table whose chains grow long changes to the full form, which reads all of them. The good bits
/// are the upper ones: a table takes its index from there.
/// </summary>
internal static class LabelHash
{
    private static readonly ulong Start = Draw();
    private static readonly ulong End = Draw();
    private static readonly ulong Position = Draw();

    /// <summary>
    /// Reads a bounded part of each value. Each position has a multiplier of its own, a power of a drawn number: permutations and equal pairs
    /// differ, and a change of one value cannot be made up for by one of another, as it could if the multipliers had a ratio that is known.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Quick(ReadOnlySpan<string> values)
    {
        ulong hash = 0;
        var position = Position;
        foreach (var value in values)
        {
            // Null is the same as empty: the label is absent.
            if (value is { Length: > 0 })
                hash += Words(value) * position;
            position *= Position;
        }
        return (uint)(hash >> 32);
    }

    /// <summary>Reads all of each value, with the runtime's own seeded hash.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint Full(ReadOnlySpan<string> values)
    {
        ulong hash = 0;
        var position = Position;
        foreach (var value in values)
        {
            if (value is { Length: > 0 })
                hash += (uint)value.GetHashCode() * position;
            position *= Position;
        }
        return (uint)(hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Words(string value)
    {
        ref var start = ref MemoryMarshal.GetReference(value.AsSpan());
        var length = (uint)value.Length;
        if (length < 4)
        {
            // The first, the middle and the last of one to three characters are all of them.
            return (start + ((ulong)Unsafe.Add(ref start, length / 2) << 16) + ((ulong)Unsafe.Add(ref start, length - 1) << 32) + ((ulong)length << 48)) * Start;
        }
        var first = Word(ref start, 0);
        var middle = Word(ref start, (length - 4) / 2);
        var last = Word(ref start, length - 4);
        return ((first ^ BitOperations.RotateLeft(middle, 23)) * Start) + ((last ^ length) * End);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref char start, uint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at)));

    // Odd, so that no multiplication loses bits.
    private static ulong Draw() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}
