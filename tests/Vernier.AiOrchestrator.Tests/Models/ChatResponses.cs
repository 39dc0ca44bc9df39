using Vernier.AiOrchestrator.Tests.ChatServer;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>Responses for <see cref="ChatModelStandIn.Respond"/>.</summary>
internal static class ChatResponses
{
    public static Func<ChatCall, CancellationToken, Task<ChatResponse>> Reply(string text = "a document", int inputTokens = 1000, int outputTokens = 200, bool hasUsage = true) =>
        Always(new ChatResponse(text) { InputTokens = inputTokens, OutputTokens = outputTokens, HasUsage = hasUsage });

    public static Func<ChatCall, CancellationToken, Task<ChatResponse>> Status(int status, string? body = null) =>
        Always(body is null ? ChatResponse.Error(status) : new ChatResponse("") { Status = status, Body = body });

    public static Func<ChatCall, CancellationToken, Task<ChatResponse>> Body(string body) => Always(new ChatResponse("") { Body = body });

    /// <summary>Closes the connection in the middle of the response.</summary>
    public static Func<ChatCall, CancellationToken, Task<ChatResponse>> Abort() => Always(new ChatResponse("a document") { IsAborted = true });

    /// <summary>Does not respond until the client disconnects.</summary>
    public static Func<ChatCall, CancellationToken, Task<ChatResponse>> Never() => async (_, cancellation) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return new ChatResponse("");
    };

    private static Func<ChatCall, CancellationToken, Task<ChatResponse>> Always(ChatResponse response) => (_, _) => Task.FromResult(response);
}
