using System.Globalization;
using System.Text.Json;
using Vernier.Fuzzing;

namespace Vernier.Benchmarks.Fuzz;

/// <summary>
/// Runs parsers with random inputs: <c>fuzz NAME [--minutes 10] [--seed 1]</c>; <c>all</c> runs one parser after the other. Prints one row for each parser, and
/// the inputs that failed. Exit codes: 0 without findings, 1 with findings, 2 for an invalid command line.
/// </summary>
internal static class FuzzRun
{
    private const double DefaultMinutes = 10;
    private const int MaxShown = 2_000;

    /// <param name="args">The arguments after <c>fuzz</c>.</param>
    /// <param name="output">Receives the results.</param>
    /// <param name="errors">Receives errors of the command line.</param>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (Parse(args) is not { } options)
        {
            errors.WriteLine($"Usage: fuzz NAME [--minutes 10] [--seed 1], where NAME is all or one of {string.Join(", ", AllTargets.Names)}.");
            return 2;
        }
        var failed = false;
        output.WriteLine("| Parser | Seed | Inputs | Accepted | Worst time | Findings |\n| --- | --- | --- | --- | --- | --- |");
        foreach (var name in options.Names)
        {
            var result = Fuzzer.Run(AllTargets.Find(name)!, options.Seed, options.Duration);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {options.Seed} | {result.Inputs:N0} | {(double)result.Accepted / result.Inputs:P0} | {result.Worst.TotalMilliseconds:F1} ms for {result.WorstInput.Length:N0} characters | {result.Findings.Count} |"));
            foreach (var (input, error) in result.Findings)
                output.WriteLine($"{JsonSerializer.Serialize(input.Length > MaxShown ? input[..MaxShown] : input)}\n{error}");
            output.Flush();
            failed |= result.Findings.Count > 0;
        }
        return failed ? 1 : 0;
    }

    private static (IReadOnlyList<string> Names, TimeSpan Duration, int Seed)? Parse(string[] args)
    {
        if (args is not [var name, .. var options] || options.Length % 2 != 0 || (name != "all" && !AllTargets.Names.Contains(name)))
            return null;
        (var minutes, var seed) = (DefaultMinutes, 1);
        foreach (var option in options.Chunk(2))
        {
            var isValid = option[0] switch
            {
                "--minutes" => double.TryParse(option[1], CultureInfo.InvariantCulture, out minutes) && minutes is > 0 and < 10_000,
                "--seed" => int.TryParse(option[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed),
                _ => false,
            };
            if (!isValid)
                return null;
        }
        return (name == "all" ? AllTargets.Names : [name], TimeSpan.FromMinutes(minutes), seed);
    }
}
