using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vernier.Families;

/// <summary>
/// Hashes the label values of a look-up. The quick hash reads three words of eight bytes from each string (beginning, middle and end), and
/// multiplies each by a random number of the process; the computations for different strings are independent. An attacker who knows which
/// characters are hashed can force collisions, so a table with long probe sequences changes to the full hash, which reads all characters. The
/// upper bits are the best ones; tables use them as the index.
/// </summary>
internal static class LabelHash
{
    private static readonly ulong Start = CreateOddNumber();
    private static readonly ulong End = CreateOddNumber();
    private static readonly ulong Position = CreateOddNumber();

    /// <summary>
    /// Reads a bounded part of each value. Each position has a different multiplier, a power of a random number: permutations and equal pairs
    /// differ, and a change of one value cannot be compensated by a change of another, as it could if the ratio of the multipliers were known.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Quick(ReadOnlySpan<string> values)
    {
        ulong hash = 0;
        var position = Position;
        foreach (var value in values)
        {
            hash += QuickOf(value, position);
            position *= Position;
        }
        return Finish(hash);
    }

    /// <summary>The part of one value in <see cref="Quick"/>, which adds up these parts. Null and empty are equal: the label is absent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong QuickOf(string? value, ulong position) => value is { Length: > 0 } ? Words(value) * position : 0;

    /// <summary>The multiplier of the label at an index.</summary>
    public static ulong PositionOf(int index)
    {
        var position = Position;
        for (var i = 0; i < index; i++)
            position *= Position;
        return position;
    }

    /// <summary>The hash of the sum of all parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Finish(ulong sum) => (uint)(sum >> 32);

    /// <summary>Reads all characters, by the runtime's seeded hash.</summary>
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
            // The first, the middle and the last character are all of up to three characters.
            return (start + ((ulong)Unsafe.Add(ref start, length / 2) << 16) + ((ulong)Unsafe.Add(ref start, length - 1) << 32) + ((ulong)length << 48)) * Start;
        }
        var first = Word(ref start, 0);
        var middle = Word(ref start, (length - 4) / 2);
        var last = Word(ref start, length - 4);
        return ((first ^ BitOperations.RotateLeft(middle, 23)) * Start) + ((last ^ length) * End);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref char start, uint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at)));

    /// <summary>
    /// Creates a number that clients cannot guess; odd, so that a multiplication loses no bits. All bits of a GUID are random except for six, which are in
    /// different places of its two parts. A cryptographic random number generator would load OpenSSL, which most applications do not need at their start.
    /// </summary>
    private static ulong CreateOddNumber()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes);
        return (BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[sizeof(ulong)..])) | 1;
    }
}
