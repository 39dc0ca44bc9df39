using System.Net;

namespace Vernier.Forwarding;

/// <summary>
/// A request body whose sending can be awaited: <see cref="HttpClient"/> may return a response, or fail, while it still sends the body, which must
/// not use the client's stream or pooled memory after that.
/// </summary>
internal abstract class ForwardedContent : HttpContent
{
    private volatile Task _sending = Task.CompletedTask;

    /// <summary>Gets a value indicating whether sending has begun. A body that was not begun can still be sent.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Gets a value indicating whether the body is not being sent.</summary>
    public bool IsIdle => _sending.IsCompleted;

    /// <summary>Completes when the body is no longer being sent, successfully or not. Never throws.</summary>
    public async Task WhenIdleAsync() => await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        return _sending = SendAsync(stream, cancellationToken);
    }

    /// <summary>Writes the body.</summary>
    /// <param name="stream">The connection's stream.</param>
    /// <param name="cancellationToken">Canceled when the destination no longer wants the body.</param>
    protected abstract Task SendAsync(Stream stream, CancellationToken cancellationToken);
}
