using System.Text.Json.Nodes;

namespace Vernier.CcProxy.Local;

/// <summary>The answers of Anthropic's Messages API (docs.anthropic.com, "Messages" and "Streaming Messages").</summary>
internal static class AnthropicAnswer
{
    public static JsonObject Whole(LocalTurn turn, string id) => Message(turn, id, turn.Usage.Output, [Text(turn.Answer)], StopReason(turn));

    public static IEnumerable<JsonObject> Stream(LocalTurn turn, string id)
    {
        yield return new JsonObject { ["type"] = "message_start", ["message"] = Message(turn, id, 1, [], null) };
        yield return new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = Text("") };
        foreach (var piece in turn.Pieces)
        {
            yield return new JsonObject
            {
                ["type"] = "content_block_delta",
                ["index"] = 0,
                ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = piece },
            };
        }
        yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 };
        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(turn), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = turn.Usage.Output },
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }

    private static JsonObject Message(LocalTurn turn, string id, long output, JsonArray content, string? stopReason) => new()
    {
        ["id"] = $"msg_{id}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = turn.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = turn.Usage.Input,
            ["cache_creation_input_tokens"] = turn.Usage.CacheWrite,
            ["cache_read_input_tokens"] = turn.Usage.CacheRead,
            ["output_tokens"] = output,
        },
    };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string StopReason(LocalTurn turn) => turn.IsTruncated ? "max_tokens" : "end_turn";
}
