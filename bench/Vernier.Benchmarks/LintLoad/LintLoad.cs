using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vernier.Orchestrix;
using Vernier.Toolkit.Lint;

namespace Vernier.Benchmarks.LintLoad;

/// <summary>Measures the duration of checking a folder with many rules, for the first run in a process and for later runs.</summary>
internal static class LintLoad
{
    private const int DefaultRules = 10_000;
    private const int RulesPerFile = 500;
    private const int Runs = 5;

    /// <param name="args">The number of rules. Default: 10,000.</param>
    /// <param name="output">Receives the results.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var rules = args is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultRules;
        var folder = Directory.CreateTempSubdirectory("vernier-lint-");
        try
        {
            for (var first = 0; first < rules; first += RulesPerFile)
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{first}.rules.yml"), Rules(first, Math.Min(rules, first + RulesPerFile)));

            var inputs = new LintInputs { Catalogs = [OrchestrixCatalog.Catalog], CheckCatalogs = false, Paths = [folder.FullName] };
            for (var run = 1; run <= Runs; run++)
            {
                var start = Stopwatch.GetTimestamp();
                var report = await Linter.CheckAsync(inputs);
                await output.WriteLineAsync($"run {run}: {report.Queries} rules, {report.Findings.Count} findings, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    /// <summary>Every fourth rule is a recording rule, the others are alerts. Every tenth rule has an error.</summary>
    private static string Rules(int first, int end)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"groups:\n  - name: group{first}\n    rules:");
        for (var i = first; i < end; i++)
        {
            var label = i % 10 == 0 ? "handlers" : "handler";
            if (i % 4 == 0)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"""
                          - record: handler:calls{i}:rate5m
                            expr: sum by ({label}) (rate(orchestrix_handler_duration_seconds_count[5m]))
                    """);
                continue;
            }
            text.AppendLine(CultureInfo.InvariantCulture, $$$"""
                      - alert: SlowHandlers{{{i}}}
                        expr: |
                          histogram_quantile(0.95, sum by ({{{label}}}, le) (rate(orchestrix_handler_duration_seconds_bucket[5m]))) > 0.{{{i}}}
                            and sum by ({{{label}}}) (rate(orchestrix_handler_duration_seconds_count[5m])) > 1
                        for: 10m
                        labels:
                          severity: warning
                        annotations:
                          summary: Handler {{ $labels.handler }} is slow
                          description: Five percent of the calls take longer than {{ $value | humanizeDuration }}.
                          runbook_url: https://example.org/slow
                """);
        }
        return text.ToString();
    }
}
