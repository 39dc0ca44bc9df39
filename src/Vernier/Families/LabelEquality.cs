using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vernier.Families;

/// <summary>Compares the label values of a series with those of a look-up. Null and empty are equal: the label is absent.</summary>
internal static class LabelEquality
{
    /// <summary>Equal strings are mostly the same object, so the fast loop contains no call and keeps everything in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(ReadOnlySpan<string> one, ReadOnlySpan<string> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (!ReferenceEquals(one[i], other[i]))
                return EqualText(one, other, i);
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualText(ReadOnlySpan<string> one, ReadOnlySpan<string> other, int first)
    {
        // Bounds are checked here once instead of for each value.
        ref var ones = ref MemoryMarshal.GetReference(one);
        ref var others = ref MemoryMarshal.GetReference(other[..one.Length]);
        for (var i = first; i < one.Length; i++)
        {
            if (!EqualText(Unsafe.Add(ref ones, i), Unsafe.Add(ref others, i) ?? ""))
                return false;
        }
        return true;
    }

    /// <summary>Label values are short, so comparing them by two overlapping loads is faster than a call to the general comparison.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualText(string one, string other)
    {
        if (one.Length != other.Length)
            return false;
        var length = (nuint)(uint)one.Length * sizeof(char);
        ref var a = ref Start(one);
        ref var b = ref Start(other);
        var vector = (nuint)Vector128<byte>.Count;
        if (length >= sizeof(ulong))
        {
            if (length <= vector)
                return ((Word(ref a, 0) ^ Word(ref b, 0)) | (Word(ref a, length - sizeof(ulong)) ^ Word(ref b, length - sizeof(ulong)))) == 0;
            if (length <= 2 * vector)
            {
                var differences = (Vector128.LoadUnsafe(ref a) ^ Vector128.LoadUnsafe(ref b))
                    | (Vector128.LoadUnsafe(ref a, length - vector) ^ Vector128.LoadUnsafe(ref b, length - vector));
                return differences == Vector128<byte>.Zero;
            }
            if (length <= 4 * vector)
            {
                var differences = (Vector256.LoadUnsafe(ref a) ^ Vector256.LoadUnsafe(ref b))
                    | (Vector256.LoadUnsafe(ref a, length - (2 * vector)) ^ Vector256.LoadUnsafe(ref b, length - (2 * vector)));
                return differences == Vector256<byte>.Zero;
            }
            return string.Equals(one, other, StringComparison.Ordinal);
        }
        return length == 0 || (Half(ref a, 0) == Half(ref b, 0) && Half(ref a, length - sizeof(char)) == Half(ref b, length - sizeof(char)));
    }

    private static ref byte Start(string text) => ref Unsafe.As<char, byte>(ref Unsafe.AsRef(in text.GetPinnableReference()));

    private static ulong Word(ref byte start, nuint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));

    // Two characters. The second one may be the terminating zero, which both strings have at the same index.
    private static uint Half(ref byte start, nuint at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at));
}
