// A stand-in for the servers of language models, which cannot be had in tests: a real HTTP server with the chat completions of OpenAI's published API.
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>A request that the server received.</summary>
internal sealed record ChatCall(string Path, string? Authorization, string Model, IReadOnlyList<(string Role, string Text)> Messages);

/// <summary>Responds to chat completions as the test wants it.</summary>
internal sealed class ChatServerStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChatServerStandIn(WebApplication app) => _app = app;

    /// <summary>Writes the responses. Default: <see cref="Reply"/>.</summary>
    public Func<HttpContext, Task> Respond { get; set; } = Reply();

    public ConcurrentQueue<ChatCall> Calls { get; } = new();

    /// <summary>The address as an option.</summary>
    public Uri Url => new(_app.Urls.Single() + "/v1");

    public static async Task<ChatServerStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ChatServerStandIn(builder.Build());
        server._app.MapPost("/v1/chat/completions", server.HandleAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static Func<HttpContext, Task> Reply(string text = "a document", long? inputTokens = 1000, long? outputTokens = 200) =>
        Body(Completion(text, inputTokens, outputTokens));

    public static Func<HttpContext, Task> Body(string body) => http =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body, http.RequestAborted);
    };

    public static Func<HttpContext, Task> Status(int status, string body = """{"error":{"message":"rejected","type":"some_error"}}""") => http =>
    {
        http.Response.StatusCode = status;
        return Body(body)(http);
    };

    /// <summary>Responds when the client gives up.</summary>
    public static Func<HttpContext, Task> Never() => async http =>
    {
        var aborted = new TaskCompletionSource();
        http.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    };

    /// <summary>Closes the connection in the middle of the response.</summary>
    public static Func<HttpContext, Task> Abort() => async http =>
    {
        http.Response.ContentLength = 1000;
        await http.Response.WriteAsync("{\"id\":", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    };

    public static string Completion(string text, long? inputTokens = 1000, long? outputTokens = 200) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "some-model",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } },
        usage = inputTokens is null ? null : new { prompt_tokens = inputTokens, completion_tokens = outputTokens, total_tokens = inputTokens + outputTokens },
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var messages = body.RootElement.GetProperty("messages").EnumerateArray()
            .Select(message => (message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!));
        var authorization = http.Request.Headers.Authorization;
        Calls.Enqueue(new ChatCall(http.Request.Path, authorization.Count == 0 ? null : authorization.ToString(), body.RootElement.GetProperty("model").GetString()!, [.. messages]));
        await Respond(http);
    }
}
