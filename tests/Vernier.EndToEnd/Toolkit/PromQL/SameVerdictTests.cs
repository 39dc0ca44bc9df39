using Vernier.EndToEnd.Servers;
using Vernier.Tests.Toolkit.PromQL;

namespace Vernier.EndToEnd.Toolkit.PromQL;

/// <summary>Our parser and printer against those of a real Prometheus.</summary>
public class SameVerdictTests
{
    private const int RandomTrees = 500;
    private const int RandomMistakes = 1500;

    // Prometheus breaks longer queries into lines.
    private const int MaxPrintedLine = 100;

    [Fact]
    public async Task Parse_AllExamplesAndRandomTexts_HasTheVerdictOfPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        IEnumerable<string> texts =
            [.. ValidExpressions.All, .. InvalidExpressions.All.Select(example => example.Text), .. PromQlText.RandomTrees(RandomTrees), .. PromQlText.RandomMistakes(RandomMistakes)];
        foreach (var text in texts.Distinct())
        {
            var ours = PromQlText.Problem(text);
            var theirs = await ProblemAsync(prometheus, text);
            if (ours is null != theirs is null)
                different.Add($"{text}\n    ours: {ours ?? "accepted"}\n    Prometheus: {theirs ?? "accepted"}");
        }
        different.Count.ShouldBe(0, string.Join('\n', different));
    }

    [Fact]
    public async Task Print_AllExamplesAndRandomTrees_IsTheTextOfPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        var different = new List<string>();
        foreach (var text in ValidExpressions.All.Concat(PromQlText.RandomTrees(RandomTrees)).Distinct())
        {
            var ours = PromQlText.AsPrometheusPrints(text);
            var theirs = await prometheus.FormatQueryAsync(text);
            if (ours.Length <= MaxPrintedLine ? ours != theirs : !PromQlText.AreSameTree(ours, theirs))
                different.Add($"{text}\n    ours: {ours}\n    Prometheus: {theirs}");
        }
        different.Count.ShouldBe(0, string.Join('\n', different));
    }

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
