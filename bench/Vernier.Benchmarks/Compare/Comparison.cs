using Vernier.Benchmarks.Compare.Cases;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare;

/// <summary>Measures Vernier side by side with others, in one run.</summary>
internal static class Comparison
{
    private const int Done = 0;
    private const int Missed = 1;
    private const int WrongUsage = 2;

    /// <summary>Runs the cases and writes the table.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments, TextWriter output, TextWriter progress)
    {
        if (CompareOptions.Parse(arguments) is not { } options)
            return Refuse(progress, "This command line makes no sense.");
        Case[] cases = [.. AllCases.Create().Where(c => options.Cases?.Contains(c.Number) ?? true)];
        if (options.Cases?.Except(cases.Select(c => c.Number)).Order().ToArray() is [var unknown, ..])
            return Refuse(progress, $"There is no case {unknown}.");

        var header = new Header();
        var rows = Measure(cases, options.Quick ? Effort.Quick : Effort.Full, progress);
        var text = header.Text(options.Quick) + MarkdownTable.Of(rows);
        output.Write(text);
        if (options.Out is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, text);
        }
        return options.Check && rows.Any(row => row.Verdicts.Any(v => v.IsBroken)) ? Missed : Done;
    }

    private static List<Row> Measure(IReadOnlyList<Case> cases, Effort effort, TextWriter progress)
    {
        var rows = new List<Row>();
        foreach (var next in cases)
        {
            progress.WriteLine($"case {next.Number}: {next.GetType().Name}");
            // What the case before has left is not to be collected in this one's time.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            rows.AddRange(next.Run(effort));
        }
        return rows;
    }

    private static int Refuse(TextWriter progress, string reason)
    {
        progress.WriteLine($"{reason}\n\n{CompareOptions.Usage}");
        return WrongUsage;
    }
}
