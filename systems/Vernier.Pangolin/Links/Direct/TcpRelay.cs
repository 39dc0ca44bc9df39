using System.Net.Sockets;
using Vernier.Forwarding;

namespace Vernier.Pangolin.Links.Direct;

/// <summary>
/// Accepts TCP connections and connects each with another one. Each direction ends on its own. Runs until disposed; then all connections are reset.
/// </summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private const int MaxConnections = 1_000;

    private readonly Socket _listener;
    private readonly Func<CancellationToken, Task<Socket>> _connect;
    private readonly ActivityTimeout.Pool _timeouts;
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="listener">A listening socket, which is disposed with this object.</param>
    /// <param name="connect">
    /// Opens the other connection. If it throws a <see cref="SocketException"/>, an <see cref="IOException"/> or is canceled, the accepted connection is reset.
    /// </param>
    /// <param name="time">The clock.</param>
    public TcpRelay(Socket listener, Func<CancellationToken, Task<Socket>> connect, TimeProvider time)
    {
        (_listener, _connect, _timeouts) = (listener, connect, new ActivityTimeout.Pool(time));
        _accepting = AcceptAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);

        // All connections have ended.
        for (var i = 0; i < MaxConnections; i++)
            await _free.WaitAsync().ConfigureAwait(false);
        _free.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await _free.WaitAsync(cancellation).ConfigureAwait(false);
                _ = RelayAsync(await AcceptOneAsync(cancellation).ConfigureAwait(false), cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task<Socket> AcceptOneAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                try
                {
                    return await _listener.AcceptAsync(cancellation).ConfigureAwait(false);
                }
                catch (SocketException) when (!cancellation.IsCancellationRequested)
                {
                    // The client has disconnected before its connection was accepted.
                }
            }
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private async Task RelayAsync(Socket accepted, CancellationToken cancellation)
    {
        try
        {
            using (accepted)
            {
                accepted.NoDelay = true;
                using var connected = await ConnectAsync(cancellation).ConfigureAwait(false);
                if (connected is null || !await CopyAsync(accepted, connected, cancellation).ConfigureAwait(false))
                {
                    // Both sides see that the connection was not ended in order.
                    connected?.Close(0);
                    accepted.Close(0);
                }
            }
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await _connect(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<bool> CopyAsync(Socket accepted, Socket connected, CancellationToken cancellation)
    {
        using var activity = _timeouts.Rent(Timeout.InfiniteTimeSpan, cancellation);
        using var acceptedStream = new NetworkStream(accepted);
        using var connectedStream = new NetworkStream(connected);
        var results = await Task.WhenAll(
            CopyAsync(acceptedStream, connectedStream, activity), CopyAsync(connectedStream, acceptedStream, activity)).ConfigureAwait(false);
        return results.All(isComplete => isComplete);
    }

    private static async Task<bool> CopyAsync(NetworkStream source, NetworkStream destination, ActivityTimeout activity)
    {
        var result = await StreamCopier.CopyAsync(source, destination, activity, flushesWhenIdle: false, null, activity.Token).ConfigureAwait(false);
        if (result.End != CopyEnd.Complete)
        {
            activity.Cancel();
            return false;
        }
        try
        {
            destination.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has reset the connection, which the other direction reports.
        }
        return true;
    }
}
