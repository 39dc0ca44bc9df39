using System.Text.Json.Nodes;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The responses of OpenAI's Chat Completions API (platform.openai.com/docs, "Chat Completions").</summary>
internal static class ChatCompletionsFormat
{
    public static JsonObject Complete(LocalCompletion completion, string id, long created) => Envelope(
        completion,
        id,
        created,
        "chat.completion",
        new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = completion.Text, ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = FinishReason(completion),
        },
        Usage(completion));

    public static IEnumerable<JsonObject> Stream(LocalCompletion completion, string id, long created)
    {
        yield return Chunk(completion, id, created, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        foreach (var piece in completion.Pieces)
            yield return Chunk(completion, id, created, new JsonObject { ["content"] = piece }, null);
        yield return Chunk(completion, id, created, [], FinishReason(completion));
        if (completion.IncludesUsage)
            yield return Envelope(completion, id, created, "chat.completion.chunk", null, Usage(completion));
    }

    private static JsonObject Chunk(LocalCompletion completion, string id, long created, JsonObject delta, string? finishReason) => Envelope(
        completion,
        id,
        created,
        "chat.completion.chunk",
        new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason },
        null);

    private static JsonObject Envelope(LocalCompletion completion, string id, long created, string type, JsonObject? choice, JsonObject? usage) => new()
    {
        ["id"] = $"chatcmpl-{id}",
        ["object"] = type,
        ["created"] = created,
        ["model"] = completion.Model,
        ["choices"] = choice is null ? new JsonArray() : new JsonArray(choice),
        ["usage"] = usage,
    };

    private static JsonObject Usage(LocalCompletion completion) => new()
    {
        ["prompt_tokens"] = completion.Usage.Input + completion.Usage.CacheRead,
        ["completion_tokens"] = completion.Usage.Output,
        ["total_tokens"] = completion.Usage.Input + completion.Usage.CacheRead + completion.Usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = completion.Usage.CacheRead },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
    };

    private static string FinishReason(LocalCompletion completion) => completion.IsTruncated ? "length" : "stop";
}
