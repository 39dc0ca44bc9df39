using System.Globalization;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Consistency;

/// <summary>
/// Checks scrapes of a histogram while many threads record to it: <c>consistency [--scrapes 100000] [--writers 64]</c>. Prints whether each scrape was consistent,
/// how long scrapes took, and how long the writers' observations took with and without scrapes. Exit codes: 0 when all scrapes are consistent, 1 otherwise, 2 for
/// an invalid command line.
/// </summary>
internal static class ConsistencyRun
{
    /// <summary>The longest acceptable scrape.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private const int DefaultScrapes = 100_000;
    private const int DefaultWriters = 64;
    private const double MostObservations = 0.999;
    private const double NanosecondsOfMicrosecond = 1e3;
    private const double NanosecondsOfMillisecond = 1e6;

    /// <param name="args">The arguments after <c>consistency</c>.</param>
    /// <param name="output">Receives the results.</param>
    /// <param name="errors">Receives errors of the command line.</param>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (Parse(args) is not { } options)
        {
            errors.WriteLine("Usage: consistency [--scrapes 100000] [--writers 64], both at least 1.");
            return 2;
        }
        var load = Machine.Load;
        var results = SetUp.All.Select(setUp => (SetUp: setUp, Result: new ScrapedHistogram(setUp, options.Writers).Run(options.Scrapes))).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Scrapes:N0} scrapes, {options.Writers} writers, half of them of idle priority; {Environment.ProcessorCount} cores, load average {load} before the run, commit {Machine.Commit}"));
        output.WriteLine();
        Row("", r => r.SetUp.Name);
        Row("---", _ => "--:");
        Row("inconsistent scrapes", r => Whole(r.Result.Inconsistent));
        Row("observations made; counted by a scrape afterwards", r => $"{Whole(r.Result.Total.Made)}; {Whole(r.Result.Total.Exposed)}");
        Row("scrape: median", r => $"{Microseconds(r.Result.Scrapes.Quantile(0.5))} µs");
        Row("scrape: 99.9 %", r => $"{Milliseconds(r.Result.Scrapes.Quantile(MostObservations))} ms");
        Row("scrape: longest", r => $"{Milliseconds(r.Result.Scrapes.Longest)} ms");
        Row("the same thread without scrapes: longest pause", r => $"{Milliseconds(r.Result.Pauses.Longest)} ms");
        Row("scrapes over 100 ms; pauses over 100 ms without scrapes", r => $"{Whole(r.Result.TooLong)}; {Whole(r.Result.TooLongPauses)}");
        Row("99.9 % of the observations take at most, without scrapes", r => $"{Whole(r.Result.Quiet.Quantile(MostObservations))} ns");
        Row("99.9 % of the observations take at most, during scrapes", r => $"{Whole(r.Result.Scraped.Quantile(MostObservations))} ns");
        Row("longest observation without scrapes", r => $"{Milliseconds(r.Result.Quiet.Longest)} ms");
        Row("longest observation during scrapes", r => $"{Milliseconds(r.Result.Scraped.Longest)} ms");
        foreach (var example in results.Select(r => r.Result.Example).OfType<string>())
            output.WriteLine(example);
        return results.Exists(r => r.Result.Inconsistent > 0 || r.Result.Total.Made != r.Result.Total.Exposed) ? 1 : 0;

        void Row(string title, Func<(SetUp SetUp, ConsistencyResult Result), string> value) =>
            output.WriteLine($"| {title} | {string.Join(" | ", results.Select(value))} |");
    }

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Microseconds(double nanoseconds) => Numbers.Text(nanoseconds / NanosecondsOfMicrosecond);

    private static string Milliseconds(double nanoseconds) => Numbers.Text(nanoseconds / NanosecondsOfMillisecond);

    private static (int Scrapes, int Writers)? Parse(string[] args)
    {
        if (args.Length % 2 != 0)
            return null;
        (var scrapes, var writers) = (DefaultScrapes, DefaultWriters);
        foreach (var option in args.Chunk(2))
        {
            var isValid = option[0] switch
            {
                "--scrapes" => int.TryParse(option[1], NumberStyles.None, CultureInfo.InvariantCulture, out scrapes) && scrapes > 0,
                "--writers" => int.TryParse(option[1], NumberStyles.None, CultureInfo.InvariantCulture, out writers) && writers > 0,
                _ => false,
            };
            if (!isValid)
                return null;
        }
        return (scrapes, writers);
    }
}
