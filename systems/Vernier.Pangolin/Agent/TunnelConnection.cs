using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>The HTTP/2 connection of a tunnel, as a transport connection of Kestrel.</summary>
internal sealed class TunnelConnection : ConnectionContext
{
    private static readonly PipeOptions OutgoingOptions = new(
        readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024,
        useSynchronizationContext: false);

    private readonly TunnelChannel _channel;
    private readonly Pipe _outgoing = new(OutgoingOptions);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TunnelConnection(TunnelChannel channel)
    {
        _channel = channel;
        Transport = new DuplexPipe(channel.Incoming, _outgoing.Writer);
        ConnectionClosed = _closed.Token;
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>Completes when Kestrel has ended the connection.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>Sends what Kestrel writes until the end. Never throws.</summary>
    public async Task SendAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var result = await _outgoing.Reader.ReadAsync().ConfigureAwait(false);
                foreach (var part in result.Buffer)
                {
                    if (part.Length > 0)
                        await _channel.SendDataAsync(part, CancellationToken.None).ConfigureAwait(false);
                }
                _outgoing.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || result.IsCanceled)
                    return;
            }
        }
        catch (ConnectionLostException exception)
        {
            failure = new ConnectionResetException(exception.Message, exception);
        }
        finally
        {
            await _outgoing.Reader.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Completes the requests in progress, and then ends the connection. Further requests are rejected (GOAWAY).</summary>
    /// <returns>False if Kestrel has not started to serve the connection.</returns>
    public bool TryDrain()
    {
        if (Features.Get<IConnectionLifetimeNotificationFeature>() is not { } lifetime)
            return false;
        lifetime.RequestClose();
        return true;
    }

    /// <summary>Aborts the requests in progress, because the connection is lost.</summary>
    public Task LoseAsync() => _closed.CancelAsync();

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _outgoing.Reader.CancelPendingRead();
        _channel.Incoming.CancelPendingRead();
    }

    public override ValueTask DisposeAsync()
    {
        _outgoing.Writer.Complete();
        _channel.Incoming.Complete();
        _disposed.TrySetResult();
        return base.DisposeAsync();
    }
}
