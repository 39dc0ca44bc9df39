using System.Text.Json;
using System.Text.Json.Nodes;
using Vernier.CcProxy.Api;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>Serves the local models over HTTP, with the APIs of both providers, streaming and not.</summary>
/// <param name="time">The clock.</param>
/// <param name="delay">The time that each word takes.</param>
internal sealed class LocalRoutes(TimeProvider time, TimeSpan delay)
{
    private static readonly TimeSpan UnstablePeriod = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan UnstableDelay = TimeSpan.FromSeconds(2);

    private readonly PromptCache _cache = new();
    private readonly Verdicts _verdicts = new();

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v1/messages", (HttpContext http) => RespondAsync(http, ApiRoute.Messages));
        endpoints.MapPost("/v1/chat/completions", (HttpContext http) => RespondAsync(http, ApiRoute.ChatCompletions));
        endpoints.MapPost("/v1/responses", (HttpContext http) => RespondAsync(http, ApiRoute.Responses));
        endpoints.MapGet("/v1/models", (HttpContext http) => SendAsync(http, 200, Models()));
    }

    private async Task RespondAsync(HttpContext http, ApiRoute route)
    {
        if (await ReadAsync(http).ConfigureAwait(false) is not { } request)
        {
            await SendAsync(http, 400, Error("invalid_request_error", "The request body is not a JSON object.")).ConfigureAwait(false);
            return;
        }
        var completion = LocalCompletion.Of(request, _cache, _verdicts);
        var isOutage = completion.Model == LocalModels.Unstable && time.GetUtcNow().Ticks / UnstablePeriod.Ticks % 2 == 0;
        (int Status, string Type)? failure = completion.Model switch
        {
            LocalModels.Error => (500, "api_error"),
            LocalModels.RateLimit => (429, "rate_limit_error"),
            LocalModels.Unstable when isOutage => (500, "api_error"),
            _ => null,
        };
        if (isOutage)
            await Task.Delay(UnstableDelay, time, http.RequestAborted).ConfigureAwait(false);
        if (failure is { } error)
        {
            await SendAsync(http, error.Status, Error(error.Type, $"The model {completion.Model} fails with {error.Status}.")).ConfigureAwait(false);
        }
        else if (completion.IsStream || completion.Model == LocalModels.Cut)
        {
            await StreamAsync(http, route, completion).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(delay * completion.Words.Count, time, http.RequestAborted).ConfigureAwait(false);
            await SendAsync(http, 200, Complete(route, completion)).ConfigureAwait(false);
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task SendAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    private static JsonObject Error(string type, string message) =>
        new() { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message, ["param"] = null, ["code"] = null } };

    private static JsonObject Models() => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. new[] { LocalModels.Small, LocalModels.Large }.Select(Model)]),
        ["has_more"] = false,
        ["first_id"] = LocalModels.Small,
        ["last_id"] = LocalModels.Large,
    };

    private static JsonNode Model(string id) => new JsonObject
    {
        ["id"] = id,
        ["object"] = "model",
        ["type"] = "model",
        ["display_name"] = id,
        ["created"] = 0,
        ["created_at"] = "1970-01-01T00:00:00Z",
        ["owned_by"] = "local",
    };

    private JsonObject Complete(ApiRoute route, LocalCompletion completion) => route switch
    {
        ApiRoute.Messages => MessagesFormat.Complete(completion, NewId()),
        ApiRoute.ChatCompletions => ChatCompletionsFormat.Complete(completion, NewId(), time.GetUtcNow().ToUnixTimeSeconds()),
        _ => ResponsesFormat.Complete(completion, NewId(), time.GetUtcNow().ToUnixTimeSeconds()),
    };

    private IEnumerable<JsonObject> Events(ApiRoute route, LocalCompletion completion) => route switch
    {
        ApiRoute.Messages => MessagesFormat.Stream(completion, NewId()),
        ApiRoute.ChatCompletions => ChatCompletionsFormat.Stream(completion, NewId(), time.GetUtcNow().ToUnixTimeSeconds()),
        _ => ResponsesFormat.Stream(completion, NewId(), time.GetUtcNow().ToUnixTimeSeconds()),
    };

    private async Task StreamAsync(HttpContext http, ApiRoute route, LocalCompletion completion)
    {
        http.Response.ContentType = "text/event-stream";
        var remaining = completion.Model == LocalModels.Cut ? 2 + (completion.Words.Count / 2) : int.MaxValue;
        foreach (var data in Events(route, completion))
        {
            if (remaining-- == 0)
            {
                http.Abort();
                return;
            }

            // Chat Completions has no event names.
            var name = data["type"] is { } type ? $"event: {type}\n" : "";
            await http.Response.WriteAsync($"{name}data: {data.ToJsonString()}\n\n", http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, http.RequestAborted).ConfigureAwait(false);
        }
        if (route == ApiRoute.ChatCompletions)
            await http.Response.WriteAsync("data: [DONE]\n\n", http.RequestAborted).ConfigureAwait(false);
    }

    private static string NewId() => $"local{Guid.NewGuid():N}";
}
