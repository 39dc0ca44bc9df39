using System.Text.Json.Nodes;

namespace Vernier.CcProxy.Local;

/// <summary>The answers of OpenAI's Chat Completions API (platform.openai.com/docs, "Chat Completions").</summary>
internal static class ChatAnswer
{
    public static JsonObject Whole(LocalTurn turn, string id, long created) => Envelope(
        turn,
        id,
        created,
        "chat.completion",
        new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = turn.Answer, ["refusal"] = null },
            ["logprobs"] = null,
            ["finish_reason"] = FinishReason(turn),
        },
        Usage(turn));

    public static IEnumerable<JsonObject> Stream(LocalTurn turn, string id, long created)
    {
        yield return Chunk(turn, id, created, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        foreach (var piece in turn.Pieces)
            yield return Chunk(turn, id, created, new JsonObject { ["content"] = piece }, null);
        yield return Chunk(turn, id, created, [], FinishReason(turn));
        if (turn.IncludesUsage)
            yield return Envelope(turn, id, created, "chat.completion.chunk", null, Usage(turn));
    }

    private static JsonObject Chunk(LocalTurn turn, string id, long created, JsonObject delta, string? finishReason) => Envelope(
        turn,
        id,
        created,
        "chat.completion.chunk",
        new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason },
        null);

    private static JsonObject Envelope(LocalTurn turn, string id, long created, string type, JsonObject? choice, JsonObject? usage) => new()
    {
        ["id"] = $"chatcmpl-{id}",
        ["object"] = type,
        ["created"] = created,
        ["model"] = turn.Model,
        ["choices"] = choice is null ? new JsonArray() : new JsonArray(choice),
        ["usage"] = usage,
    };

    private static JsonObject Usage(LocalTurn turn) => new()
    {
        ["prompt_tokens"] = turn.Usage.Input + turn.Usage.CacheRead,
        ["completion_tokens"] = turn.Usage.Output,
        ["total_tokens"] = turn.Usage.Input + turn.Usage.CacheRead + turn.Usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = turn.Usage.CacheRead },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
    };

    private static string FinishReason(LocalTurn turn) => turn.IsTruncated ? "length" : "stop";
}
