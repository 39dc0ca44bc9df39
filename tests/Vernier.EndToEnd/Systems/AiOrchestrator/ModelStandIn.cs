using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>
/// A stand-in for a language model server with OpenAI's Chat Completions API, because no real one can be installed. It counts the calls that it completed.
/// Each of them has 1,000 input tokens and 100 output tokens.
/// </summary>
internal sealed class ModelStandIn : IAsyncDisposable
{
    public const int InputTokens = 1_000;
    public const int OutputTokens = 100;

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ModelCall> _completed = new();

    private readonly Func<ModelCall, CancellationToken, Task<string?>> _complete;

    private ModelStandIn(WebApplication application, Func<ModelCall, CancellationToken, Task<string?>> complete) => (_application, _complete) = (application, complete);

    public Uri Url => new(new Uri(_application.Urls.Single()), "v1");

    public IReadOnlyCollection<ModelCall> Completed => _completed;

    /// <param name="complete">Returns the text of a completion, or null to respond with 500. Default: a text that approves.</param>
    public static async Task<ModelStandIn> StartAsync(Func<ModelCall, CancellationToken, Task<string?>>? complete = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var standIn = new ModelStandIn(builder.Build(), complete ?? ((_, _) => Task.FromResult<string?>("Done.\nVERDICT: APPROVED")));
        standIn._application.MapPost("/v1/chat/completions", standIn.RespondAsync);
        await standIn._application.StartAsync();
        return standIn;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task RespondAsync(HttpContext http)
    {
        var call = ModelCall.Read((await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!);
        var text = await _complete(call, http.RequestAborted);
        http.Response.StatusCode = text is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        var body = text is null ? new JsonObject { ["error"] = new JsonObject { ["message"] = "The test requests a failure.", ["type"] = "server_error" } } : Completion(call, text);
        if (text is not null)
            _completed.Enqueue(call);
        await http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private static JsonObject Completion(ModelCall call, string text) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1,
        ["model"] = call.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
            ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = InputTokens, ["completion_tokens"] = OutputTokens, ["total_tokens"] = InputTokens + OutputTokens },
    };
}
