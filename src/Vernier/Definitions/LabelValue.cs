using System.Buffers;
using System.Text;

namespace Vernier.Definitions;

/// <summary>What label values have in common, whatever the format.</summary>
internal static class LabelValue
{
    private const char FirstSurrogate = '\ud800';
    private const char LastSurrogate = '\udfff';

    /// <summary>Counts the Unicode characters of a text; a surrogate pair is one.</summary>
    public static int CharacterCount(string? text)
    {
        var count = 0;
        foreach (var _ in (text ?? "").EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>Whether <see cref="Normalize"/> could change the value, except for null.</summary>
    public static bool HasSurrogates(string? value) => value.AsSpan().ContainsAnyInRange(FirstSurrogate, LastSurrogate);

    /// <summary>
    /// Returns the value as a reader will get it: null becomes empty, and an unpaired surrogate, which UTF-8 cannot encode, becomes U+FFFD.
    /// Two values that are exposed alike must be one series.
    /// </summary>
    public static string Normalize(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        if (!HasSurrogates(value))
            return value;
        ReadOnlySpan<char> rest = value;
        while (rest.IndexOfAnyInRange(FirstSurrogate, LastSurrogate) is >= 0 and int at)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var consumed) != OperationStatus.Done)
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
            rest = rest[(at + consumed)..];
        }
        return value;
    }
}
