using System.Text.Json.Nodes;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Local;

/// <summary>One question to a local model, and the answer. A token is a word.</summary>
/// <param name="Model">The model that was asked.</param>
/// <param name="IsStream">Whether the answer is to be a stream.</param>
/// <param name="IncludesUsage">Whether a stream of Chat Completions is to end in the usage.</param>
/// <param name="Words">The answer, word by word.</param>
/// <param name="IsTruncated">Whether the answer ends at the largest number of tokens that was allowed.</param>
/// <param name="Usage">The tokens.</param>
internal sealed record LocalTurn(string Model, bool IsStream, bool IncludesUsage, IReadOnlyList<string> Words, bool IsTruncated, TokenUsage Usage)
{
    private static readonly string[] Sentence =
        "This is the model provider inside the process. It says this sentence whatever it is asked, and counts a token for each word.".Split(' ');

    /// <summary>Reads a request of any of the three interfaces.</summary>
    /// <param name="request">The body.</param>
    /// <param name="cache">Knows the prompts that were there before.</param>
    public static LocalTurn Of(JsonObject request, PromptCache cache)
    {
        var most = Number(request, "max_tokens") ?? Number(request, "max_completion_tokens") ?? Number(request, "max_output_tokens") ?? long.MaxValue;
        string[] words = [.. Sentence.Take((int)Math.Clamp(most, 1, Sentence.Length))];

        // What both interfaces cache is the beginning of the prompt; here that is the instructions. Only Anthropic's clients ask for it, and pay.
        var instructions = (request["system"] ?? request["instructions"])?.ToJsonString() ?? "";
        var isAnthropic = instructions.Contains("\"cache_control\"", StringComparison.Ordinal);
        var prompt = WordsIn(request["messages"]) + WordsIn(request["input"]);
        var beginning = WordsIn(request["system"]) + WordsIn(request["instructions"]);
        var isCached = beginning > 0 && cache.Remembers(instructions) && (isAnthropic || request["system"] is null);
        var usage = new TokenUsage(
            Input: prompt + (isCached || isAnthropic ? 0 : beginning),
            Output: words.Length,
            CacheRead: isCached ? beginning : 0,
            CacheWrite: isAnthropic && !isCached ? beginning : 0);
        return new LocalTurn(
            Text(request["model"]) ?? LocalModels.Small,
            IsTrue(request["stream"]),
            request["stream_options"] is JsonObject options && IsTrue(options["include_usage"]),
            words,
            words.Length < Sentence.Length,
            usage);
    }

    public string Answer => string.Join(' ', Words);

    /// <summary>The pieces of a stream: together they are the answer.</summary>
    public IEnumerable<string> Pieces => Words.Select((word, i) => i == 0 ? word : " " + word);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool yes) && yes;

    private static long? Number(JsonObject request, string name) => request[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>The words in all texts below a node: a text itself, and what stands under <c>text</c> or <c>content</c>.</summary>
    private static long WordsIn(JsonNode? node) => node switch
    {
        JsonArray array => array.Sum(WordsIn),
        JsonObject part => WordsIn(part["text"]) + WordsIn(part["content"]),
        _ => Text(node)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length ?? 0,
    };
}
