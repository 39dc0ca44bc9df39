using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Proxy;

/// <summary>Accepts the connections of one TCP resource.</summary>
internal sealed partial class ResourceListener : IDisposable
{
    private const int Backlog = 512;
    private const string Accepting = "accepting";
    private const string Limit = "limit";

    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromSeconds(0.1);

    private readonly string _resourceId;
    private readonly SiteInventory _inventory;
    private readonly TcpConnector _connector;
    private readonly ConnectionLimit _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutageTracker _outages;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The port is in use, or the process must not use it.</exception>
    public ResourceListener(string resourceId, IPEndPoint endpoint, SiteInventory inventory, TcpConnector connector, ConnectionLimit limit, TimeProvider time, ILogger logger)
    {
        (_resourceId, _inventory, _connector, _limit, _time, _logger) = (resourceId, inventory, connector, limit, time, logger);
        Port = endpoint.Port;
        _outages = new OutageTracker(time);
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(endpoint);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Stops to listen, and resets the connections.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _aborted.Cancel();
    }

    /// <summary>Stops to listen, and waits for the connections.</summary>
    /// <param name="cancellation">Resets the connections that are still open.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        using var registration = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _aborted);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        using var listening = _socket;
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The client has disconnected, or the process has too many open files.
                if (_outages.Failed(Accepting, exception.SocketErrorCode.ToString()))
                    LogNotAccepted(_resourceId, exception.Message);
                await Task.Delay(AcceptRetryDelay, _time, CancellationToken.None).ConfigureAwait(false);
                continue;
            }
            _outages.Succeeded(Accepting);
            if (_limit.TryOpen())
            {
                _outages.Succeeded(Limit);
                Track(ServeAsync(accepted));
                continue;
            }
            if (_outages.Failed(Limit, ""))
                LogFull(_resourceId);
            accepted.Close(0);
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        using var socket = accepted;
        try
        {
            // The resource may have changed since the listener was started.
            if (_inventory.Current.Resources.GetValueOrDefault(_resourceId) is { } resource)
                await _connector.ServeAsync(socket, resource, _aborted.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogConnectionFailed(exception, _resourceId);
        }
        finally
        {
            _limit.Close();
        }
    }

    private void Track(Task connection)
    {
        _connections.TryAdd(connection, true);
        connection.ContinueWith(
            static (ended, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(ended, out _),
            _connections,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot accept a connection to the TCP resource {Resource}: {Reason} (logged once per cause and outage)")]
    private partial void LogNotAccepted(string resource, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Connections to the TCP resource {Resource} are refused: the limit proxy: max_connections is reached.")]
    private partial void LogFull(string resource);

    [LoggerMessage(3, LogLevel.Error, "A connection to the TCP resource {Resource} failed.")]
    private partial void LogConnectionFailed(Exception exception, string resource);
}
