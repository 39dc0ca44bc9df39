namespace Vernier.Host.Demo.SignalR;

/// <summary>A connection to a SignalR hub that carries text in both directions. One reader and one writer at a time.</summary>
internal interface IHubTransport : IAsyncDisposable
{
    Task SendAsync(string text, CancellationToken cancellation);

    /// <summary>Returns the next text, which contains complete records, or null when the server has closed the connection.</summary>
    Task<string?> ReceiveAsync(CancellationToken cancellation);

    /// <summary>Ends the connection like a network failure, without a closing message.</summary>
    void Drop();
}
