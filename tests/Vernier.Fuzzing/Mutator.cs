namespace Vernier.Fuzzing;

/// <summary>Changes inputs at random: inserts, removes, repeats, replaces and joins parts. The same seed makes the same inputs.</summary>
internal sealed class Mutator(FuzzTarget target, Random random)
{
    private const int MaxLength = 20_000;
    private const int MaxChanges = 6;
    private const int MaxRepetitions = 2_000;

    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "00", "255", "256", "65535", "2147483647", "2147483648", "-9223372036854775808", "9223372036854775808", "1e308", "1e309", "1e-400", "0x", "NaN", "+Inf", "1_0", "."];

    private const string Special = "\0\t\n\r \"'`\\{}[]()<>,;:=!~+-*/%^@#$&|?._\u007F\u0085\u00A0\u00E9\u200B\u2028\uFEFF\uFFFD\uFFFE\uD800\uDC00";

    /// <summary>Returns a changed copy of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="other">Another input, from which parts can be taken.</param>
    public string Change(string input, string other)
    {
        for (var changes = random.Next(1, MaxChanges + 1); changes > 0; changes--)
            input = ChangeOnce(input, other);
        return input.Length > MaxLength ? input[..MaxLength] : input;
    }

    private string ChangeOnce(string input, string other)
    {
        var at = random.Next(input.Length + 1);
        var length = random.Next(Math.Min(16, input.Length - at) + 1);
        var part = input.Substring(at, length);
        return random.Next(9) switch
        {
            0 => input.Insert(at, Character()),
            1 => input.Remove(at, length),
            2 => input.Remove(at, length).Insert(at, Character()),
            3 => input.Insert(at, string.Concat(Enumerable.Repeat(part, random.Next(1, 4)))),
            4 when length is > 0 and < 8 && random.Next(20) == 0 => input.Insert(at, string.Concat(Enumerable.Repeat(part, random.Next(MaxRepetitions)))),
            5 => input.Remove(at, length).Insert(at, Numbers[random.Next(Numbers.Length)]),
            6 => input[..at] + other[random.Next(other.Length + 1)..],
            7 when random.Next(10) == 0 => input[..at],
            _ => target.Dictionary.Count > 0 ? input.Insert(at, target.Dictionary[random.Next(target.Dictionary.Count)]) : input.Insert(at, Character()),
        };
    }

    private string Character() => (random.Next(4) switch
    {
        0 => (char)random.Next(char.MaxValue + 1),
        1 => (char)random.Next(' ', 127),
        _ => Special[random.Next(Special.Length)],
    }).ToString();
}
