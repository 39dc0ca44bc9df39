using FsCheck;
using FsCheck.Fluent;

namespace Vernier.Testing;

/// <summary>Generators for property tests that include difficult values.</summary>
internal static class Generators
{
    private static readonly double[] SpecialDoubles =
    [
        0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e-4, 9.9999e-5, 1e5, 1e6, 999999, 999999.5, 1e15, 1e16, 1e17, 1e21, 1e22, 1L << 53, (1L << 53) + 2, long.MaxValue,
        double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, double.MaxValue, double.MinValue,
    ];

    /// <summary>Any text: escaped characters of the formats, control characters, all planes, and unpaired surrogates.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
            (4, Gen.Elements("\\", "\"", "\n", "\\n", "\\\\", "\r", "\r\n", "{", "}", ",", "=", "#", " ", "\t", "\0", "# EOF\n", "é", "日本", "\u2028", "\ufeff")),
            (4, Gen.Choose('a', 'z').Select(c => ((char)c).ToString())),
            (2, Gen.Choose(0, 0xffff).Select(c => ((char)c).ToString())), // Includes unpaired surrogates.
            (1, Gen.Choose(0x10000, 0x10ffff).Select(char.ConvertFromUtf32)))
        .ListOf().Select(parts => string.Concat(parts));

    /// <summary>Any finite double: special values, common values, and random bits.</summary>
    public static Gen<double> FiniteDouble { get; } = Gen.Frequency(
            (1, Gen.Elements(SpecialDoubles)),
            (1, Gen.Choose(-100_000, 100_000).Select(i => i / 100.0)),
            (2, AnyBits()))
        .Where(double.IsFinite);

    /// <summary>Any double, including infinities and NaN.</summary>
    public static Gen<double> Double { get; } =
        Gen.Frequency((20, FiniteDouble), (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity)));

    /// <summary>Returns the text as UTF-8 encodes it: an unpaired surrogate becomes U+FFFD.</summary>
    public static string Readable(string text) => string.Concat(text.EnumerateRunes());

    private static Gen<double> AnyBits() =>
        Gen.Choose(0, int.MaxValue).SelectMany(high => Gen.Choose(0, int.MaxValue).SelectMany(low => Gen.Elements(1, -1).Select(
            sign => sign * BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)(low << 1)))));
}
