using System.Text.Json.Nodes;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The responses of OpenAI's Responses API (platform.openai.com/docs, "Responses" and "Streaming events").</summary>
internal static class ResponsesFormat
{
    public static JsonObject Complete(LocalCompletion completion, string id, long created) => Response(completion, id, created, isDone: true);

    public static IEnumerable<JsonObject> Stream(LocalCompletion completion, string id, long created)
    {
        var number = 0;
        yield return Event("response.created", new() { ["response"] = Response(completion, id, created, isDone: false) });
        yield return Event("response.output_item.added", new() { ["output_index"] = 0, ["item"] = Item(completion, id, isDone: false) });
        yield return Event("response.content_part.added", AtPart(id, new() { ["part"] = Part("") }));
        foreach (var piece in completion.Pieces)
            yield return Event("response.output_text.delta", AtPart(id, new() { ["delta"] = piece, ["logprobs"] = new JsonArray() }));
        yield return Event("response.output_text.done", AtPart(id, new() { ["text"] = completion.Text, ["logprobs"] = new JsonArray() }));
        yield return Event("response.content_part.done", AtPart(id, new() { ["part"] = Part(completion.Text) }));
        yield return Event("response.output_item.done", new() { ["output_index"] = 0, ["item"] = Item(completion, id, isDone: true) });
        yield return Event("response.completed", new() { ["response"] = Response(completion, id, created, isDone: true) });

        JsonObject Event(string type, JsonObject content)
        {
            content["type"] = type;
            content["sequence_number"] = number++;
            return content;
        }
    }

    private static JsonObject AtPart(string id, JsonObject content)
    {
        content["item_id"] = $"msg_{id}";
        content["output_index"] = 0;
        content["content_index"] = 0;
        return content;
    }

    private static JsonObject Response(LocalCompletion completion, string id, long created, bool isDone) => new()
    {
        ["id"] = $"resp_{id}",
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = isDone ? "completed" : "in_progress",
        ["model"] = completion.Model,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["metadata"] = new JsonObject(),
        ["output"] = isDone ? new JsonArray(Item(completion, id, isDone)) : new JsonArray(),
        ["parallel_tool_calls"] = true,
        ["temperature"] = 1.0,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1.0,
        ["usage"] = isDone ? Usage(completion) : null,
    };

    private static JsonObject Item(LocalCompletion completion, string id, bool isDone) => new()
    {
        ["id"] = $"msg_{id}",
        ["type"] = "message",
        ["status"] = isDone ? "completed" : "in_progress",
        ["role"] = "assistant",
        ["content"] = isDone ? new JsonArray(Part(completion.Text)) : new JsonArray(),
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Usage(LocalCompletion completion) => new()
    {
        ["input_tokens"] = completion.Usage.Input + completion.Usage.CacheRead,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = completion.Usage.CacheRead },
        ["output_tokens"] = completion.Usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = completion.Usage.Input + completion.Usage.CacheRead + completion.Usage.Output,
    };
}
