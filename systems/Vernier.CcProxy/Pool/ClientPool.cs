using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>
/// The clients of one provider. A request gets the one that was used last, whose connection is the warmest; a new one is made while the limit
/// allows; otherwise the request waits. Thread-safe.
/// </summary>
internal sealed class ClientPool : IDisposable
{
    private readonly HookBus _bus;
    private readonly PoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private readonly List<UpstreamClient> _idle = [];
    private readonly bool _throughProxy;
    private bool _disposed;

    public ClientPool(HookBus bus, PoolOptions options, TimeProvider time, bool throughProxy = false)
    {
        _bus = bus;
        _options = options;
        _time = time;
        _throughProxy = throughProxy;
        _places = new SemaphoreSlim(options.MaxClients);
        for (var i = 0; i < Math.Min(options.MinClients, options.MaxClients); i++)
            _idle.Add(Create());
    }

    /// <summary>Waits for a client; null when none became free in time.</summary>
    public async ValueTask<ClientLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (!_places.Wait(0, CancellationToken.None) && !await WaitForPlaceAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var client = Take();
        _bus.Publish(_bus.Now(HookEvent.PoolClientAcquired) with { Duration = _time.GetElapsedTime(started) });
        return new ClientLease(this, client);
    }

    /// <summary>Closes clients that have been idle for too long, but keeps the smallest number.</summary>
    public void Trim()
    {
        UpstreamClient[] old;
        lock (_lock)
        {
            // The list is in the order of use, the longest unused ones first. What is in use counts into the number that is kept.
            var inUse = _options.MaxClients - _places.CurrentCount;
            var most = Math.Max(0, _idle.Count + inUse - _options.MinClients);
            old = [.. _idle.TakeWhile(c => _time.GetElapsedTime(c.UsedAt) >= _options.IdleTimeout).Take(most)];
            _idle.RemoveRange(0, old.Length);
        }
        foreach (var client in old)
            Remove(client);
    }

    public void Dispose()
    {
        UpstreamClient[] idle;
        lock (_lock)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }
        foreach (var client in idle)
            Remove(client);
    }

    internal void Return(UpstreamClient client)
    {
        client.UsedAt = _time.GetTimestamp();
        _bus.Publish(_bus.Now(HookEvent.PoolClientReleased));
        bool keeps;
        lock (_lock)
        {
            keeps = !_disposed;
            if (keeps)
                _idle.Add(client);
        }
        if (!keeps)
            Remove(client);
        _places.Release();
    }

    private async Task<bool> WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.AcquireTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private UpstreamClient Take()
    {
        lock (_lock)
        {
            if (_idle.Count > 0)
            {
                var last = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                return last;
            }
        }
        return Create();
    }

    private UpstreamClient Create()
    {
        var client = new UpstreamClient(_bus, _options, _throughProxy) { UsedAt = _time.GetTimestamp() };
        _bus.Publish(_bus.Now(HookEvent.PoolClientAdded));
        return client;
    }

    private void Remove(UpstreamClient client)
    {
        client.Dispose();
        _bus.Publish(_bus.Now(HookEvent.PoolClientRemoved));
    }
}
