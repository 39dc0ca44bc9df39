using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Vernier.Pangolin.Channels;

/// <summary>Observes the messages of a channel. It must be fast and must not throw.</summary>
/// <param name="isSent">Whether the message was sent, or received.</param>
/// <param name="message">The message.</param>
internal delegate void ChannelObserver(bool isSent, TunnelMessage message);

/// <summary>
/// One WebSocket as two channels: text messages are control messages, binary messages are the bytes of one HTTP/2 connection, whose boundaries mean nothing.
/// Sending is thread-safe; <see cref="RunAsync"/> receives.
/// </summary>
internal sealed class TunnelChannel : IDisposable
{
    private const int ReceiveBytes = 32 * 1024;

    // HTTP/2 limits the bytes in flight, so its reader never waits for long. The continuations run inline to save two thread changes per message.
    private static readonly PipeOptions IncomingOptions = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024,
        minimumSegmentSize: ReceiveBytes, useSynchronizationContext: false);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly ChannelObserver? _observer;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Pipe _incoming = new(IncomingOptions);
    private readonly ArrayBufferWriter<byte> _control = new();
    private long _lastReceived;
    private volatile bool _acceptsData;

    public TunnelChannel(WebSocket socket, TimeProvider time, ChannelObserver? observer = null)
    {
        _socket = socket;
        _time = time;
        _observer = observer;
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>The bytes of the HTTP/2 connection. It ends with a <see cref="ConnectionLostException"/> unless the WebSocket was closed in an orderly way.</summary>
    public PipeReader Incoming => _incoming.Reader;

    /// <summary>When something was received last, as a timestamp of the clock.</summary>
    public long LastReceived => Interlocked.Read(ref _lastReceived);

    /// <summary>Allows binary messages; until then they violate the protocol.</summary>
    public void AcceptData() => _acceptsData = true;

    /// <summary>Sends bytes of the HTTP/2 connection.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ValueTask SendDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) =>
        SendAsync(data, WebSocketMessageType.Binary, TunnelMessage.Data, cancellation);

    /// <summary>Sends a control message.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ValueTask SendAsync(ControlMessage message, CancellationToken cancellation) =>
        SendAsync(ControlFormat.Write(message), WebSocketMessageType.Text, message.Kind, cancellation);

    /// <summary>Receives until the WebSocket is closed by the other side, or aborted.</summary>
    /// <param name="received">Called for each control message.</param>
    /// <exception cref="ConnectionLostException">The connection is lost or was aborted.</exception>
    /// <exception cref="TunnelProtocolException">The other side violated the protocol.</exception>
    public async Task RunAsync(Func<ControlMessage, ValueTask> received)
    {
        Exception? failure = null;
        try
        {
            while (await ReceiveAsync(received).ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception)
        {
            failure = exception as ConnectionLostException ?? new ConnectionLostException(exception);
            throw;
        }
        finally
        {
            await _incoming.Writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Starts an orderly end of the WebSocket. <see cref="RunAsync"/> completes when the other side has confirmed it.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string description)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(status, description, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // Nothing is left to close.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>
    /// Ends the WebSocket because the other side violated the protocol, after <see cref="RunAsync"/> has completed: sends why, and discards what the other
    /// side still sends, so that it can read the reason.
    /// </summary>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async Task RejectAsync(TunnelProtocolException violation)
    {
        await SendAsync(new ErrorMessage(violation.Message), CancellationToken.None).ConfigureAwait(false);
        await CloseAsync(violation.Status, violation.Message).ConfigureAwait(false);
        var discarded = new byte[ReceiveBytes];
        try
        {
            while ((await _socket.ReceiveAsync(discarded.AsMemory(), CancellationToken.None).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new ConnectionLostException(exception);
        }
    }

    /// <summary>Cuts the connection.</summary>
    public void Abort()
    {
        _socket.Abort();

        // What was received last may never be read.
        _incoming.Writer.CancelPendingFlush();
    }

    /// <summary>Cuts the connection. Call it after <see cref="RunAsync"/> has completed.</summary>
    public void Dispose() => _socket.Dispose();

    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, TunnelMessage message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Without the token: a canceled send would abort the WebSocket, which other requests use.
            await _socket.SendAsync(bytes, type, WebSocketMessageFlags.EndOfMessage, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new ConnectionLostException(exception);
        }
        finally
        {
            _sending.Release();
        }
        _observer?.Invoke(isSent: true, message);
    }

    /// <summary>Receives once. Returns false after the last message.</summary>
    private async ValueTask<bool> ReceiveAsync(Func<ControlMessage, ValueTask> received)
    {
        var buffer = _incoming.Writer.GetMemory(ReceiveBytes);
        ValueWebSocketReceiveResult result;
        try
        {
            result = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw new ConnectionLostException(exception);
        }
        Interlocked.Exchange(ref _lastReceived, _time.GetTimestamp());
        switch (result.MessageType)
        {
            case WebSocketMessageType.Close:
                await CloseAsync(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
                return false;
            case WebSocketMessageType.Text:
                await ReceiveControlAsync(buffer[..result.Count], result.EndOfMessage, received).ConfigureAwait(false);
                return true;
            default:
                await ReceiveDataAsync(result).ConfigureAwait(false);
                return true;
        }
    }

    private async ValueTask ReceiveControlAsync(ReadOnlyMemory<byte> part, bool isEnd, Func<ControlMessage, ValueTask> received)
    {
        if (_control.WrittenCount + part.Length > ControlFormat.MaxBytes)
            throw new TunnelProtocolException($"A control message is larger than {ControlFormat.MaxBytes} bytes.", WebSocketCloseStatus.MessageTooBig);
        _control.Write(part.Span);
        if (!isEnd)
            return;
        var message = ControlFormat.Read(_control.WrittenSpan);
        _control.ResetWrittenCount();
        _observer?.Invoke(isSent: false, message.Kind);
        await received(message).ConfigureAwait(false);
    }

    private async ValueTask ReceiveDataAsync(ValueWebSocketReceiveResult result)
    {
        if (!_acceptsData)
            throw new TunnelProtocolException("A binary message was sent before the handshake was complete.");
        if (result.EndOfMessage)
            _observer?.Invoke(isSent: false, TunnelMessage.Data);
        if (result.Count == 0)
            return;
        _incoming.Writer.Advance(result.Count);

        // Bytes that arrive after the HTTP/2 connection has ended are discarded.
        await _incoming.Writer.FlushAsync().ConfigureAwait(false);
    }
}

/// <summary>The WebSocket of a tunnel was cut.</summary>
internal sealed class ConnectionLostException(Exception? cause) : IOException("The connection between the server and the site was lost.", cause);
