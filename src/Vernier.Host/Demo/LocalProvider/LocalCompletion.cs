using System.Text.Json.Nodes;
using Vernier.CcProxy.Usage;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The completion of a prompt by a local model. A token is a word.</summary>
/// <param name="Model">The model.</param>
/// <param name="IsStream">Whether the client asks for a stream.</param>
/// <param name="IncludesUsage">Whether a stream of Chat Completions ends with the usage.</param>
/// <param name="Words">The text, word by word.</param>
/// <param name="IsTruncated">Whether the text was truncated to the maximum number of tokens.</param>
/// <param name="Usage">The tokens.</param>
internal sealed record LocalCompletion(string Model, bool IsStream, bool IncludesUsage, IReadOnlyList<string> Words, bool IsTruncated, TokenUsage Usage)
{
    private static readonly string[] Sentence =
        "This is the local model provider of the demo. It returns the same sentence for every prompt and counts one token per word.".Split(' ');

    /// <summary>The beginning of the last line of a response, if the instructions contain it.</summary>
    private const string VerdictLine = "VERDICT:";

    /// <summary>Completes a request of any of the three APIs.</summary>
    /// <param name="request">The request body.</param>
    /// <param name="cache">The instructions of earlier requests.</param>
    /// <param name="verdicts">The verdicts for instructions that require one.</param>
    public static LocalCompletion Of(JsonObject request, PromptCache cache, Verdicts verdicts)
    {
        var maxTokens = Number(request, "max_tokens") ?? Number(request, "max_completion_tokens") ?? Number(request, "max_output_tokens") ?? long.MaxValue;
        var text = RequiresVerdict(request) ? [.. Sentence.Append($"\n\n{VerdictLine}").Append(verdicts.Next())] : Sentence;
        string[] words = [.. text.Take((int)Math.Clamp(maxTokens, 1, text.Length))];

        // Providers cache the beginning of the prompt, here the instructions. With Anthropic the client requests it and pays for writing.
        var instructions = (request["system"] ?? request["instructions"])?.ToJsonString() ?? "";
        var isAnthropic = instructions.Contains("\"cache_control\"", StringComparison.Ordinal);
        var prompt = WordsIn(request["messages"]) + WordsIn(request["input"]);
        var instructionWords = WordsIn(request["system"]) + WordsIn(request["instructions"]);
        var isCached = instructionWords > 0 && cache.Add(instructions) && (isAnthropic || request["system"] is null);
        var usage = new TokenUsage(
            Input: prompt + (isCached || isAnthropic ? 0 : instructionWords),
            Output: words.Length,
            CacheRead: isCached ? instructionWords : 0,
            CacheWrite: isAnthropic && !isCached ? instructionWords : 0);
        return new LocalCompletion(
            Value(request["model"]) ?? LocalModels.Small,
            IsTrue(request["stream"]),
            request["stream_options"] is JsonObject options && IsTrue(options["include_usage"]),
            words,
            words.Length < text.Length,
            usage);
    }

    public string Text => string.Join(' ', Words);

    /// <summary>Gets the parts of a stream, whose concatenation is the text.</summary>
    public IEnumerable<string> Pieces => Words.Select((word, i) => i == 0 ? word : " " + word);

    private static bool RequiresVerdict(JsonObject request) =>
        (request["messages"] as JsonArray ?? []).Where(message => message is JsonObject && Value(message["role"]) is "system" or "developer")
            .Select(message => message!["content"])
            .Append(request["instructions"])
            .Append(request["system"])
            .Any(instructions => instructions?.ToJsonString().Contains(VerdictLine, StringComparison.Ordinal) == true);

    private static string? Value(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool yes) && yes;

    private static long? Number(JsonObject request, string name) => request[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>Counts the words in a string, or in all strings under <c>text</c> and <c>content</c> of an object.</summary>
    private static long WordsIn(JsonNode? node) => node switch
    {
        JsonArray array => array.Sum(WordsIn),
        JsonObject part => WordsIn(part["text"]) + WordsIn(part["content"]),
        _ => Value(node)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length ?? 0,
    };
}
