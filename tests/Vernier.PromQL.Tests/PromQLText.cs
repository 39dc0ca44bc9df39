using FsCheck;
using FsCheck.Fluent;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

/// <summary>Exposes the parser by text only, for the comparison with Prometheus.</summary>
internal static class PromQLText
{
    private const int Seed = 20_261_121;
    private const string Alphabet = " ()[]{}+-*/%^=!<>~,:@#\"'`\\.0159xeabmshdyn_\n";

    private static readonly string[] Words =
    [
        " and ", " or ", " unless ", " atan2 ", "sum", "topk", " by ", " without ", " on ", " ignoring ", " group_left ", " group_right ", " bool ", " offset ", "5m", "1h30m", "inf", "rate(", "(x)", "[5m]", "[5m:1m]", "@ 5", "@ start()",
        "start", "end()", "a=\"b\"", "a=~\".*\"", "{}", "1", "0x1f", "\"s\"", "-", "+", "==", "by (a)", "__name__=\"x\"", "time()", ",",
    ];

    /// <summary>Returns the reason why the text is rejected; null if it is accepted.</summary>
    public static string? Problem(string text)
    {
        try
        {
            PromQLParser.Parse(text);
            return null;
        }
        catch (PromQLException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Returns the printed text without what the printer of Prometheus changes or drops.</summary>
    public static string AsPrometheusPrints(string text) => PrometheusStyle.Of(PromQLParser.Parse(text)).ToString();

    public static bool AreSameTree(string one, string other) => PromQLParser.Parse(one) == PromQLParser.Parse(other);

    /// <summary>Returns the texts of random trees; deterministic.</summary>
    public static IReadOnlyList<string> RandomTrees(int count) => [.. ExpressionGenerator.Expression.Sample(size: 10, seed: new Rnd(Seed), numberOfSamples: count).Select(tree => tree.ToString())];

    /// <summary>Returns valid texts with one or two random changes, most of which make them invalid; deterministic.</summary>
    public static IEnumerable<string> RandomMutations(int count)
    {
        var random = new Random(Seed);
        for (var i = 0; i < count; i++)
        {
            var text = ValidExpressions.All[random.Next(ValidExpressions.All.Count)];
            for (var changes = random.Next(1, 3); changes > 0; changes--)
                text = Change(text, random);
            yield return text;
        }
    }

    private static string Change(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var rest = random.Next(at, Math.Min(text.Length, at + 4) + 1);
        return random.Next(4) switch
        {
            0 => text[..at] + text[rest..],
            1 => text.Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString()),
            2 => text[..at] + Words[random.Next(Words.Length)] + text[rest..],
            _ => text.Insert(at, Words[random.Next(Words.Length)]),
        };
    }
}
