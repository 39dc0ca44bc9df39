using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Tests.ChatServer;

/// <summary>
/// A stand-in for a model provider, on a real Kestrel: it implements POST /v1/chat/completions of the OpenAI API
/// (https://platform.openai.com/docs/api-reference/chat), checks each request, and responds as the test determines.
/// </summary>
internal sealed class ChatModelStandIn : IAsyncDisposable
{
    private readonly WebApplication _application;
    private long _inputTokens;
    private long _outputTokens;
    private int _active;
    private bool _isDisposed;

    private ChatModelStandIn(WebApplication application) => _application = application;

    /// <summary>The address for <c>models:primary:url</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Determines the response to a call. Default: a short text. It can wait; the token is canceled when the client disconnects.</summary>
    public Func<ChatCall, CancellationToken, Task<ChatResponse>> Respond { get; set; } = (call, _) => Task.FromResult(new ChatResponse($"Response of {call.Model}."));

    /// <summary>All calls in their order, including those that failed.</summary>
    public ConcurrentQueue<ChatCall> Calls { get; } = new();

    /// <summary>The input tokens that all responses together have reported.</summary>
    public long InputTokens => Interlocked.Read(ref _inputTokens);

    /// <summary>The output tokens that all responses together have reported.</summary>
    public long OutputTokens => Interlocked.Read(ref _outputTokens);

    /// <summary>The calls in progress.</summary>
    public int Active => Volatile.Read(ref _active);

    public static async Task<ChatModelStandIn> StartAsync(Func<ChatCall, CancellationToken, Task<ChatResponse>>? respond = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var application = builder.Build();
        var server = new ChatModelStandIn(application);
        if (respond is not null)
            server.Respond = respond;
        application.MapPost("/v1/chat/completions", server.HandleAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(application.Urls.First() + "/v1");
        return server;
    }

    /// <summary>Responds without waiting.</summary>
    public void RespondWith(Func<ChatCall, ChatResponse> respond) => Respond = (call, _) => Task.FromResult(respond(call));

    /// <summary>Can be called more than once, by several hosts that share the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        Interlocked.Increment(ref _active);
        try
        {
            var call = await ReadAsync(http);
            if (call is null)
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }
            Calls.Enqueue(call);
            await WriteAsync(http, call, await Respond(call, http.RequestAborted));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>Returns the call; null if the request is not a valid one.</summary>
    private static async Task<ChatCall?> ReadAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        if (body?["model"]?.GetValue<string>() is not { Length: > 0 } model || body["messages"] is not JsonArray { Count: > 0 } messages)
            return null;
        return new ChatCall(model, TextOf(messages, "system"), TextOf(messages, "user"), http.Request.Headers.Authorization is { Count: 1 } header ? header.ToString() : null);
    }

    /// <summary>The content of a message is a text, or a list of parts.</summary>
    private static string TextOf(JsonArray messages, string role) => string.Join('\n', messages.Where(message => (string?)message!["role"] == role).Select(message =>
        message!["content"] is JsonArray parts ? string.Concat(parts.Select(part => (string?)part!["text"])) : (string?)message["content"]));

    private async Task WriteAsync(HttpContext http, ChatCall call, ChatResponse response)
    {
        http.Response.StatusCode = response.Status;
        http.Response.ContentType = "application/json";
        if (response.Body is null && response.HasUsage)
        {
            Interlocked.Add(ref _inputTokens, response.InputTokens);
            Interlocked.Add(ref _outputTokens, response.OutputTokens);
        }
        var body = response.Body ?? Completion(call, response);
        if (response.IsAborted)
            http.Response.ContentLength = body.Length * 2;
        await http.Response.WriteAsync(body, http.RequestAborted);
        if (response.IsAborted)
            http.Abort();
    }

    private static string Completion(ChatCall call, ChatResponse response)
    {
        var completion = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1_790_000_000,
            ["model"] = call.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = response.Text },
                ["finish_reason"] = "stop",
            }),
        };
        if (response.HasUsage)
        {
            completion["usage"] = new JsonObject
            {
                ["prompt_tokens"] = response.InputTokens,
                ["completion_tokens"] = response.OutputTokens,
                ["total_tokens"] = response.InputTokens + response.OutputTokens,
            };
        }
        return JsonSerializer.Serialize(completion);
    }
}
