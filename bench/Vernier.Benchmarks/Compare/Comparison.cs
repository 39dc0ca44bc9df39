using Vernier.Benchmarks.Compare.Cases;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare;

/// <summary>Compares Vernier with other libraries in one run.</summary>
internal static class Comparison
{
    private const int Success = 0;
    private const int Missed = 1;
    private const int InvalidCommandLine = 2;

    /// <summary>Runs the cases and writes the table.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments, TextWriter output, TextWriter progress)
    {
        if (CompareOptions.Parse(arguments) is not { } options)
            return Refuse(progress, "Invalid command line.");
        Case[] cases = [.. AllCases.Create().Where(c => options.Cases?.Contains(c.Number) ?? true)];
        if (options.Cases?.Except(cases.Select(c => c.Number)).Order().ToArray() is [var unknown, ..])
            return Refuse(progress, $"Case {unknown} does not exist.");

        var header = new Header();
        var rows = Measure(cases, options.Quick ? RunSettings.Quick : RunSettings.Full, progress);
        var text = header.Text(options.Quick) + MarkdownTable.Of(rows);
        output.Write(text);
        if (options.Out is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, text);
        }
        return options.Check && rows.Any(row => row.Verdicts.Any(v => v.IsBroken)) ? Missed : Success;
    }

    private static List<Row> Measure(IReadOnlyList<Case> cases, RunSettings settings, TextWriter progress)
    {
        var rows = new List<Row>();
        foreach (var next in cases)
        {
            progress.WriteLine($"case {next.Number}: {next.GetType().Name}");
            // Garbage of the previous case must not be collected while this case is measured.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            rows.AddRange(next.Run(settings));
        }
        return rows;
    }

    private static int Refuse(TextWriter progress, string reason)
    {
        progress.WriteLine($"{reason}\n\n{CompareOptions.Usage}");
        return InvalidCommandLine;
    }
}
