using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.PromQL.Tests;

namespace Vernier.EndToEnd.Toolkit.PromQL;

/// <summary>Compares the parser and the printer with those of a real Prometheus.</summary>
public partial class PrometheusParserTests
{
    private const int RandomTrees = 2000;
    private const int RandomMutations = 5000;

    // Prometheus splits longer queries into lines.
    private const int MaxPrintedLine = 100;

    [Fact]
    public async Task Parse_ExamplesAndRandomTexts_AcceptsWhatPrometheusAccepts()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        IEnumerable<string> texts =
            [.. ValidExpressions.All, .. InvalidExpressions.All.Select(example => example.Text), .. PromQLText.RandomTrees(RandomTrees), .. PromQLText.RandomMutations(RandomMutations)];
        foreach (var text in texts.Distinct())
        {
            var ours = PromQLText.Problem(text);
            var theirs = await ProblemAsync(prometheus, text);
            if (ours is null != theirs is null && !IsKnown(text, ours))
                different.Add($"{text}\n    ours: {ours ?? "accepted"}\n    Prometheus: {theirs ?? "accepted"}");
        }
        different.Count.ShouldBe(0, string.Join('\n', different));
    }

    [Fact]
    public async Task Print_ExamplesAndRandomTrees_MatchesPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        foreach (var text in ValidExpressions.All.Concat(PromQLText.RandomTrees(RandomTrees)).Distinct())
        {
            var ours = PromQLText.AsPrometheusPrints(text);
            // Prometheus prints this character unescaped, and then fails to parse it.
            var theirs = (await prometheus.FormatQueryAsync(text)).Replace("\uFFFD", "\\ufffd");
            // The set of escaped non-ASCII characters depends on the Unicode version.
            var isSameText = ours.Length <= MaxPrintedLine && ours.All(char.IsAscii);
            if (isSameText ? ours != theirs : !PromQLText.AreSameTree(ours, theirs))
                different.Add($"{text}\n    ours: {ours}\n    Prometheus: {theirs}");
        }
        different.Count.ShouldBe(0, string.Join('\n', different));
    }

    /// <summary>
    /// Intentional differences: inside brackets, Prometheus accepts any letter in place of a colon (<c>up[5m x]</c>); names of Unicode scripts are not checked.
    /// </summary>
    private static bool IsKnown(string text, string? ours) => ours is null ? text.Contains("\\p{") : LetterAsColon().IsMatch(ours);

    [GeneratedRegex(@"expected '\]' or ':' but found '[a-zA-Z_]")]
    private static partial Regex LetterAsColon();

    private static async Task<string?> ProblemAsync(PrometheusServer prometheus, string text)
    {
        try
        {
            await prometheus.FormatQueryAsync(text);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }
}
