using System.Text.Json.Nodes;

namespace Vernier.CcProxy.Local;

/// <summary>The answers of OpenAI's Responses API (platform.openai.com/docs, "Responses" and "Streaming events").</summary>
internal static class ResponsesAnswer
{
    public static JsonObject Whole(LocalTurn turn, string id, long created) => Response(turn, id, created, isDone: true);

    public static IEnumerable<JsonObject> Stream(LocalTurn turn, string id, long created)
    {
        var number = 0;
        yield return Event("response.created", new() { ["response"] = Response(turn, id, created, isDone: false) });
        yield return Event("response.output_item.added", new() { ["output_index"] = 0, ["item"] = Item(turn, id, isDone: false) });
        yield return Event("response.content_part.added", Place(id, new() { ["part"] = Part("") }));
        foreach (var piece in turn.Pieces)
            yield return Event("response.output_text.delta", Place(id, new() { ["delta"] = piece, ["logprobs"] = new JsonArray() }));
        yield return Event("response.output_text.done", Place(id, new() { ["text"] = turn.Answer, ["logprobs"] = new JsonArray() }));
        yield return Event("response.content_part.done", Place(id, new() { ["part"] = Part(turn.Answer) }));
        yield return Event("response.output_item.done", new() { ["output_index"] = 0, ["item"] = Item(turn, id, isDone: true) });
        yield return Event("response.completed", new() { ["response"] = Response(turn, id, created, isDone: true) });

        JsonObject Event(string type, JsonObject content)
        {
            content["type"] = type;
            content["sequence_number"] = number++;
            return content;
        }
    }

    private static JsonObject Place(string id, JsonObject content)
    {
        content["item_id"] = $"msg_{id}";
        content["output_index"] = 0;
        content["content_index"] = 0;
        return content;
    }

    private static JsonObject Response(LocalTurn turn, string id, long created, bool isDone) => new()
    {
        ["id"] = $"resp_{id}",
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = isDone ? "completed" : "in_progress",
        ["model"] = turn.Model,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["metadata"] = new JsonObject(),
        ["output"] = isDone ? new JsonArray(Item(turn, id, isDone)) : new JsonArray(),
        ["parallel_tool_calls"] = true,
        ["temperature"] = 1.0,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1.0,
        ["usage"] = isDone ? Usage(turn) : null,
    };

    private static JsonObject Item(LocalTurn turn, string id, bool isDone) => new()
    {
        ["id"] = $"msg_{id}",
        ["type"] = "message",
        ["status"] = isDone ? "completed" : "in_progress",
        ["role"] = "assistant",
        ["content"] = isDone ? new JsonArray(Part(turn.Answer)) : new JsonArray(),
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Usage(LocalTurn turn) => new()
    {
        ["input_tokens"] = turn.Usage.Input + turn.Usage.CacheRead,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = turn.Usage.CacheRead },
        ["output_tokens"] = turn.Usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = turn.Usage.Input + turn.Usage.CacheRead + turn.Usage.Output,
    };
}
