using System.Globalization;

namespace Vernier.Benchmarks.Compare;

/// <summary>What <c>compare</c> was asked to do.</summary>
internal sealed record CompareOptions
{
    public const string Usage = """
        Usage: compare [--check] [--quick] [--case N,N…] [--out FILE]

          --check      exit with 1 when a reach is missed by more than a quarter, or a bound of bytes at all
          --quick      few short rounds and few series, to see that everything runs; the figures mean nothing
          --case N,N…  only the cases of these numbers
          --out FILE   write the table to a file too

        Exit code: 0 done, 1 a reach was missed, 2 wrong usage.
        """;

    public bool Check { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>The numbers of the cases to run; null for all.</summary>
    public IReadOnlySet<int>? Cases { get; private init; }

    /// <summary>A file for the table; null for none.</summary>
    public string? Out { get; private init; }

    /// <summary>Reads the command line; null when it is wrong.</summary>
    public static CompareOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CompareOptions();
        while (arguments is not [])
        {
            switch (arguments)
            {
                case ["--check", ..]:
                    options = options with { Check = true };
                    arguments = arguments[1..];
                    break;
                case ["--quick", ..]:
                    options = options with { Quick = true };
                    arguments = arguments[1..];
                    break;
                case ["--case", var list, ..] when Numbers(list) is { } numbers:
                    options = options with { Cases = numbers };
                    arguments = arguments[2..];
                    break;
                case ["--out", var file, ..]:
                    options = options with { Out = file };
                    arguments = arguments[2..];
                    break;
                default:
                    return null;
            }
        }
        return options;
    }

    private static HashSet<int>? Numbers(string list)
    {
        var numbers = new HashSet<int>();
        foreach (var part in list.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers.Add(number);
        }
        return numbers;
    }
}
