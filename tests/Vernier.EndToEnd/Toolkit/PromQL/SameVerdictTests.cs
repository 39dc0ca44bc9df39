using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.PromQL.Tests;

namespace Vernier.EndToEnd.Toolkit.PromQL;

/// <summary>Our parser and printer against those of a real Prometheus.</summary>
public partial class SameVerdictTests
{
    private const int RandomTrees = 2000;
    private const int RandomMistakes = 5000;

    // Prometheus breaks longer queries into lines.
    private const int MaxPrintedLine = 100;

    [Fact]
    public async Task Parse_AllExamplesAndRandomTexts_HasTheVerdictOfPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        IEnumerable<string> texts =
            [.. ValidExpressions.All, .. InvalidExpressions.All.Select(example => example.Text), .. PromQLText.RandomTrees(RandomTrees), .. PromQLText.RandomMistakes(RandomMistakes)];
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
    public async Task Print_AllExamplesAndRandomTrees_IsTheTextOfPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        foreach (var text in ValidExpressions.All.Concat(PromQLText.RandomTrees(RandomTrees)).Distinct())
        {
            var ours = PromQLText.AsPrometheusPrints(text);
            // Prometheus writes this one character as it is, and then cannot read it.
            var theirs = (await prometheus.FormatQueryAsync(text)).Replace("\uFFFD", "\\ufffd");
            // Which characters beyond ASCII are escaped depends on the version of Unicode.
            var isSameText = ours.Length <= MaxPrintedLine && ours.All(char.IsAscii);
            if (isSameText ? ours != theirs : !PromQLText.AreSameTree(ours, theirs))
                different.Add($"{text}\n    ours: {ours}\n    Prometheus: {theirs}");
        }
        different.Count.ShouldBe(0, string.Join('\n', different));
    }

    /// <summary>
    /// Where we differ on purpose: between brackets Prometheus takes any letter for a colon (<c>up[5m x]</c>); we do not know the names of all Unicode scripts.
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
        catch (InvalidOperationException failure)
        {
            return failure.Message;
        }
    }
}
