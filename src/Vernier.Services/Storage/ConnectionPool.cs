using System.Data;
using System.Data.Common;

namespace Vernier.Services.Storage;

/// <summary>
/// The connections of a database, with a maximum. A returned connection is used again, the most recent one first; a broken one is closed together with
/// the idle ones, which usually have the same fault. When all connections are in use, operations wait in the order of their arrival. Thread-safe.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    public const int DefaultMaximum = 100;

    private readonly Func<CancellationToken, Task<DbConnection>> _open;
    private readonly ConnectionPoolOptions _options;
    private readonly int _maximum;
    private readonly Lock _lock = new();
    private readonly List<IdleConnection> _idle = [];
    private readonly LinkedList<TaskCompletionSource<DbConnection?>> _waiting = [];
    private readonly ITimer _timer;
    private int _inUse;
    private bool _isDisposed;

    /// <param name="open">Opens a connection.</param>
    /// <param name="options">The settings.</param>
    public ConnectionPool(Func<CancellationToken, Task<DbConnection>> open, ConnectionPoolOptions options)
    {
        _open = open;
        _options = options;
        _maximum = options.MaxConnections ?? DefaultMaximum;
        _timer = options.Time.CreateTimer(_ => CloseIdle(options.IdleTimeout), null, options.IdleTimeout / 2, options.IdleTimeout / 2);
    }

    /// <summary>Takes a connection, which its disposal returns.</summary>
    /// <exception cref="StorageException">All connections were in use for too long.</exception>
    public async Task<PooledConnection> RentAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DbConnection? connection = null;
        LinkedListNode<TaskCompletionSource<DbConnection?>>? turn = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_inUse < _maximum)
            {
                _inUse++;
                connection = TakeIdle();
            }
            else
            {
                turn = _waiting.AddLast(new TaskCompletionSource<DbConnection?>(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            Report();
        }
        if (connection is not null)
            return new PooledConnection(this, connection, isReused: true);

        var start = _options.Time.GetTimestamp();
        try
        {
            if (turn is not null)
                connection = await WaitAsync(turn, cancellation).ConfigureAwait(false);
            return connection is not null
                ? new PooledConnection(this, connection, isReused: true)
                : new PooledConnection(this, await OpenAsync(cancellation).ConfigureAwait(false), isReused: false);
        }
        finally
        {
            _options.Observer?.Waited(_options.Time.GetElapsedTime(start));
        }
    }

    /// <summary>Closes the idle connections; those in use are closed when they are returned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var turn in _waiting)
                turn.SetException(new ObjectDisposedException(nameof(ConnectionPool)));
            _waiting.Clear();
        }
        CloseIdle(TimeSpan.Zero);
    }

    /// <summary>Opens a connection in the place of one that is in use. If that fails the place is free.</summary>
    internal async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await _open(cancellation).ConfigureAwait(false);
        }
        catch
        {
            Release(null);
            throw;
        }
    }

    /// <summary>Takes back a connection that was in use.</summary>
    internal void Return(DbConnection connection)
    {
        if (connection.State == ConnectionState.Open && !Volatile.Read(ref _isDisposed))
        {
            Release(connection);
            return;
        }
        Discard(connection);
        Release(null);
    }

    /// <summary>Closes a broken connection and the idle ones.</summary>
    internal void Discard(DbConnection connection)
    {
        connection.Dispose();
        CloseIdle(TimeSpan.Zero);
    }

    private async Task<DbConnection?> WaitAsync(LinkedListNode<TaskCompletionSource<DbConnection?>> turn, CancellationToken cancellation)
    {
        try
        {
            return await turn.Value.Task.WaitAsync(_options.WaitTimeout, _options.Time, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var isWaiting = false;
            lock (_lock)
            {
                if (turn.List is not null)
                {
                    isWaiting = true;
                    _waiting.Remove(turn);
                    Report();
                }
            }
            if (!isWaiting && turn.Value.Task.IsCompletedSuccessfully)
                Release(await turn.Value.Task.ConfigureAwait(false)); // Its turn came while it stopped waiting.
            if (exception is OperationCanceledException)
                throw;
            throw new StorageException($"No database connection became free in {_options.WaitTimeout.TotalSeconds:0} s: all {_maximum} are in use.", exception);
        }
    }

    /// <summary>Gives a connection, or the place for one, to the next operation that waits.</summary>
    private void Release(DbConnection? connection)
    {
        var isSurplus = false;
        lock (_lock)
        {
            if (_waiting.First is { } turn)
            {
                _waiting.RemoveFirst();
                turn.Value.SetResult(connection);
            }
            else
            {
                _inUse--;
                isSurplus = _isDisposed;
                if (connection is not null && !isSurplus)
                    _idle.Add(new(connection, _options.Time.GetTimestamp()));
            }
            Report();
        }
        if (isSurplus)
            connection?.Dispose();
    }

    private DbConnection? TakeIdle()
    {
        if (_idle.Count == 0)
            return null;
        var connection = _idle[^1].Connection;
        _idle.RemoveAt(_idle.Count - 1);
        return connection;
    }

    /// <summary>Closes the connections that have been idle for a time. The oldest are at the start of the list.</summary>
    private void CloseIdle(TimeSpan age)
    {
        List<IdleConnection> closed;
        lock (_lock)
        {
            closed = [.. _idle.TakeWhile(idle => _options.Time.GetElapsedTime(idle.Since) >= age)];
            if (closed.Count == 0)
                return;
            _idle.RemoveRange(0, closed.Count);
            Report();
        }
        foreach (var idle in closed)
            idle.Connection.Dispose();
    }

    private void Report() => _options.Observer?.Changed(_inUse, _idle.Count, _waiting.Count);

    private sealed record IdleConnection(DbConnection Connection, long Since);
}
