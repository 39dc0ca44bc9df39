using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Links.Protocol;

/// <summary>
/// The WireGuard messages of one control channel. They are processed one at a time and in order, without delaying other control messages. Thread-safe.
/// </summary>
internal sealed class WireGuardSession : IDisposable
{
    private const int MaxPending = 64;

    private readonly IControlSession _control;
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<WireGuardMessage> _pending = Channel.CreateBounded<WireGuardMessage>(MaxPending);

    /// <param name="control">The control channel.</param>
    /// <param name="process">Processes a message. Its exceptions are bugs, except for cancellation and <see cref="IOException"/>.</param>
    public WireGuardSession(IControlSession control, Func<WireGuardSession, WireGuardMessage, CancellationToken, Task> process)
    {
        _control = control;
        Completion = ProcessAsync(process);
    }

    public string SiteId => _control.SiteId;

    /// <summary>Completes when the session was closed and its last message was processed.</summary>
    public Task Completion { get; }

    /// <exception cref="TunnelProtocolException">The message is invalid, or the other side sends messages faster than they are processed.</exception>
    public void Receive(JsonElement data)
    {
        if (!_pending.Writer.TryWrite(WireGuardFormat.Read(data)))
            throw new TunnelProtocolException("Too many WireGuard messages.", WebSocketCloseStatus.PolicyViolation);
    }

    /// <exception cref="IOException">The connection is lost.</exception>
    public Task SendAsync(WireGuardMessage message) => _control.SendAsync(WireGuardFormat.Extension, WireGuardFormat.Write(message));

    /// <summary>Ends the processing.</summary>
    public void Dispose()
    {
        _pending.Writer.TryComplete();
        _closed.Cancel();
        _closed.Dispose();
    }

    private async Task ProcessAsync(Func<WireGuardSession, WireGuardMessage, CancellationToken, Task> process)
    {
        var cancellation = _closed.Token;
        try
        {
            await foreach (var message in _pending.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                await process(this, message, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The connection is closed or lost.
        }
    }
}
