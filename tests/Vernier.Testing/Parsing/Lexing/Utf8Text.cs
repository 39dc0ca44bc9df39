using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Vernier.Testing.Parsing.Lexing;

/// <summary>The bytes of an exposition as text. Both formats require UTF-8, and neither replaces invalid bytes.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="EncoderFallbackException">The string contains an unpaired surrogate, which UTF-8 cannot encode.</exception>
    public static byte[] Encode(string text) => Strict.GetBytes(text);

    public static string Decode(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) ? Strict.GetString(utf8) : throw new ExpositionParseException(FirstInvalid(utf8), "not valid UTF-8");

    private static TextPosition FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var position = new TextPosition(1, 1);
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done)
        {
            position = rune.Value == '\n' ? new(position.Line + 1, 1) : position with { Column = position.Column + rune.Utf16SequenceLength };
            utf8 = utf8[length..];
        }

        return position;
    }
}
