using System.Collections.Concurrent;

namespace Vernier.Forwarding;

/// <summary>
/// Cancels a request after a time without activity, or when a linked token is canceled. One instance, with one timer, serves a whole request and is
/// then reused. Thread-safe, except for renting and returning.
/// </summary>
internal sealed class ActivityTimeout : IDisposable
{
    private readonly Pool _pool;
    private readonly CancellationTokenSource _source;
    private CancellationTokenRegistration _linked;
    private TimeSpan _timeout;
    private volatile bool _isCanceled;

    private ActivityTimeout(Pool pool, TimeProvider time)
    {
        _pool = pool;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Gets the token that is canceled on the timeout, by the linked token, or by <see cref="Cancel"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the token was canceled by the timeout.</summary>
    public bool IsTimedOut => _source.IsCancellationRequested && !_isCanceled;

    /// <summary>Restarts the timeout.</summary>
    public void Reset() => _source.CancelAfter(_timeout);

    /// <summary>Restarts the timeout with another time.</summary>
    public void Restart(TimeSpan timeout)
    {
        _timeout = timeout;
        Reset();
    }

    /// <summary>Ignores the linked token for the rest of the request.</summary>
    public void Unlink() => _linked.Dispose();

    /// <summary>Cancels the token; this does not count as a timeout.</summary>
    public void Cancel()
    {
        // A timeout that came first stays one.
        if (_source.IsCancellationRequested)
            return;
        _isCanceled = true;
        _source.Cancel();
    }

    /// <summary>Returns it to its pool. The token must not be used afterwards.</summary>
    public void Dispose() => _pool.Return(this);

    /// <summary>The timeouts that are not in use. Thread-safe.</summary>
    /// <param name="time">The clock.</param>
    public sealed class Pool(TimeProvider time)
    {
        private const int MaxIdle = 1024;

        private readonly ConcurrentQueue<ActivityTimeout> _idle = [];

        /// <summary>Gets a timeout that starts now.</summary>
        /// <param name="timeout">The longest time without activity.</param>
        /// <param name="linked">Also cancels the token, without counting as a timeout.</param>
        public ActivityTimeout Rent(TimeSpan timeout, CancellationToken linked)
        {
            if (!_idle.TryDequeue(out var rented))
                rented = new ActivityTimeout(this, time);
            rented._timeout = timeout;
            rented._linked = linked.UnsafeRegister(static state => ((ActivityTimeout)state!).Cancel(), rented);
            rented.Reset();
            return rented;
        }

        internal void Return(ActivityTimeout returned)
        {
            // Waits for a callback that is running, so that it cannot cancel the next user.
            returned._linked.Dispose();
            if (_idle.Count < MaxIdle && returned._source.TryReset())
                _idle.Enqueue(returned);
            else
                returned._source.Dispose();
        }
    }
}
