using System.Text.Json.Nodes;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The responses of Anthropic's Messages API (docs.anthropic.com, "Messages" and "Streaming Messages").</summary>
internal static class MessagesFormat
{
    public static JsonObject Complete(LocalCompletion completion, string id) => Message(completion, id, completion.Usage.Output, [Text(completion.Text)], StopReason(completion));

    public static IEnumerable<JsonObject> Stream(LocalCompletion completion, string id)
    {
        yield return new JsonObject { ["type"] = "message_start", ["message"] = Message(completion, id, 1, [], null) };
        yield return new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = Text("") };
        foreach (var piece in completion.Pieces)
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
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(completion), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = completion.Usage.Output },
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }

    private static JsonObject Message(LocalCompletion completion, string id, long output, JsonArray content, string? stopReason) => new()
    {
        ["id"] = $"msg_{id}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = completion.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = completion.Usage.Input,
            ["cache_creation_input_tokens"] = completion.Usage.CacheWrite,
            ["cache_read_input_tokens"] = completion.Usage.CacheRead,
            ["output_tokens"] = output,
        },
    };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string StopReason(LocalCompletion completion) => completion.IsTruncated ? "max_tokens" : "end_turn";
}
