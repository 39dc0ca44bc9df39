using System.Globalization;

namespace Vernier.Benchmarks.Compare;

/// <summary>The options of <c>compare</c>.</summary>
internal sealed record CompareOptions
{
    public const string Usage = """
        Usage: compare [--check] [--quick] [--case N,N…] [--out FILE]

          --check      exit with 1 when a time target is missed by more than 25 %, or a byte target at all
          --quick      smoke test with few short rounds and few series; the figures are meaningless
          --case N,N…  run only the cases with these numbers
          --out FILE   also write the table to a file

        Exit codes: 0 success, 1 a target was missed, 2 invalid command line.
        """;

    public bool Check { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>The numbers of the cases to run; null runs all.</summary>
    public IReadOnlySet<int>? Cases { get; private init; }

    /// <summary>The file for the table, or null.</summary>
    public string? Out { get; private init; }

    /// <summary>Parses the command line; null when it is invalid.</summary>
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
