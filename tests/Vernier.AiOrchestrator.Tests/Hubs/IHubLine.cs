namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>A transport of SignalR that carries text in both directions.</summary>
internal interface IHubLine : IAsyncDisposable
{
    Task SendAsync(string text);

    /// <summary>Returns the next text, which consists of complete messages; null when the server has closed the connection.</summary>
    Task<string?> ReceiveAsync();

    /// <summary>Loses the connection without a closing handshake.</summary>
    void Drop();
}
