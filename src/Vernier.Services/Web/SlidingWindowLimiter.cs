using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Vernier.Services.Web;

/// <summary>
/// Grants a number of permits in any minute. Unlike <see cref="SlidingWindowRateLimiter"/> it uses a <see cref="TimeProvider"/>, and it reports exactly
/// when the next permit is available. It remembers the time of each permit of the last minute. Thread-safe.
/// </summary>
internal sealed class SlidingWindowLimiter(int permitsPerMinute, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly Lease Granted = new(true, null);

    private readonly Lock _lock = new();
    private readonly Queue<long> _granted = new();
    private long _idleSince = time.GetTimestamp();

    /// <summary>How long no permit is in use; null while one is. A partition of an idle limiter is removed.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                RemoveExpired();
                return _granted.Count > 0 ? null : time.GetElapsedTime(_idleSince);
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
        {
            RemoveExpired();
            return new RateLimiterStatistics { CurrentAvailablePermits = permitsPerMinute - _granted.Count };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            RemoveExpired();
            if (permitCount > permitsPerMinute - _granted.Count)
                return new Lease(false, _granted.Count == 0 ? Window : Window - time.GetElapsedTime(_granted.Peek()));
            var now = time.GetTimestamp();
            for (var i = 0; i < permitCount; i++)
                _granted.Enqueue(now);
            return Granted;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private void RemoveExpired()
    {
        while (_granted.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
        {
            _granted.Dequeue();
            _idleSince = time.GetTimestamp();
        }
    }

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
