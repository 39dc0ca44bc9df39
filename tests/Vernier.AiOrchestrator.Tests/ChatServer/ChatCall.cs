namespace Vernier.AiOrchestrator.Tests.ChatServer;

/// <summary>A request for a chat completion.</summary>
/// <param name="Model">The requested model.</param>
/// <param name="Instructions">The text of the system messages.</param>
/// <param name="Prompt">The text of the user messages.</param>
/// <param name="Authorization">The header; null if the request has none.</param>
internal sealed record ChatCall(string Model, string Instructions, string Prompt, string? Authorization);

/// <summary>A response to a chat completion.</summary>
/// <param name="Text">The text of the assistant.</param>
internal sealed record ChatResponse(string Text)
{
    public int Status { get; init; } = 200;

    public int InputTokens { get; init; } = 100;

    public int OutputTokens { get; init; } = 50;

    /// <summary>Whether the response has a usage object.</summary>
    public bool HasUsage { get; init; } = true;

    /// <summary>The whole body, instead of a chat completion.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the server closes the connection in the middle of the response.</summary>
    public bool IsAborted { get; init; }

    /// <summary>A response with an error status.</summary>
    public static ChatResponse Error(int status) => new("") { Status = status, Body = """{"error":{"message":"The model failed.","type":"server_error"}}""" };
}
