using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>
/// Limits the concurrent requests of one provider. A client is the permission to run one request on the provider's connections: an idle one is
/// reused, a new one is added while the limit allows, otherwise the request waits. Thread-safe.
/// </summary>
internal sealed class ClientPool : IDisposable
{
    private readonly HookBus _bus;
    private readonly PoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _free;
    private readonly Lock _lock = new();

    // The times at which the idle clients were released, in ascending order.
    private readonly List<long> _idle = [];
    private bool _isDisposed;

    public ClientPool(HookBus bus, PoolOptions options, TimeProvider time)
    {
        _bus = bus;
        _options = options;
        _time = time;
        _free = new SemaphoreSlim(options.MaxClients);
        for (var i = 0; i < Math.Min(options.MinClients, options.MaxClients); i++)
        {
            _idle.Add(time.GetTimestamp());
            Publish(HookEvent.PoolClientAdded);
        }
    }

    /// <summary>Waits for a client.</summary>
    /// <returns>The client until it is disposed; null if none became free in time.</returns>
    public async ValueTask<ClientLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (!_free.Wait(0, CancellationToken.None) && !await WaitAsync(cancellationToken).ConfigureAwait(false))
            return null;
        if (!TryTakeIdle())
            Publish(HookEvent.PoolClientAdded);
        _bus.Publish(_bus.CreateContext(HookEvent.PoolClientAcquired) with { Duration = _time.GetElapsedTime(started) });
        return new ClientLease(this);
    }

    /// <summary>Removes clients that have been idle for too long, but keeps the minimum.</summary>
    public void Trim()
    {
        int removed;
        lock (_lock)
        {
            var active = _options.MaxClients - _free.CurrentCount;
            var excess = Math.Max(0, _idle.Count + active - _options.MinClients);
            removed = _idle.TakeWhile(released => _time.GetElapsedTime(released) >= _options.IdleTimeout).Take(excess).Count();
            _idle.RemoveRange(0, removed);
        }
        PublishRemoved(removed);
    }

    /// <summary>Removes all clients: idle ones now, active ones when they are released.</summary>
    public void Dispose()
    {
        int removed;
        lock (_lock)
        {
            _isDisposed = true;
            removed = _idle.Count;
            _idle.Clear();
        }
        PublishRemoved(removed);
    }

    internal void Release()
    {
        Publish(HookEvent.PoolClientReleased);
        bool isKept;
        lock (_lock)
        {
            isKept = !_isDisposed;
            if (isKept)
                _idle.Add(_time.GetTimestamp());
        }
        PublishRemoved(isKept ? 0 : 1);
        _free.Release();
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.AcquireTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The most recently used client is taken, so that the others reach the idle timeout.</summary>
    private bool TryTakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return false;
            _idle.RemoveAt(_idle.Count - 1);
            return true;
        }
    }

    private void Publish(HookEvent @event) => _bus.Publish(_bus.CreateContext(@event));

    private void PublishRemoved(int clients)
    {
        for (var i = 0; i < clients; i++)
            Publish(HookEvent.PoolClientRemoved);
    }
}
