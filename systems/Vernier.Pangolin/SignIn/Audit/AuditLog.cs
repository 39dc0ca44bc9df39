using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>
/// The log of access decisions. Decisions are kept in memory for up to 5 seconds, where equal ones are combined, and written in one transaction; requests
/// never wait for it. While the database is unavailable up to 10,000 entries are kept. Thread-safe.
/// </summary>
internal sealed partial class AuditLog(AuditStore store, TimeProvider time, ILogger<AuditLog> logger) : BackgroundService
{
    private const int MaxPending = 10_000;
    private const int MaxTextLength = 300;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writer = new(1);
    private readonly StorageAvailability _availability = new();
    private Dictionary<AuditEntry, Pending> _pending = [];
    private long _dropped;

    /// <summary>Adds a decision. <see cref="AuditEntry.Time"/> is set.</summary>
    public void Record(AuditEntry entry)
    {
        // What makes decisions equal: the time, the number and the path are those of the first one.
        var key = entry with { Time = 0, Count = 0, Path = null, Subject = Shorten(entry.Subject) };
        lock (_lock)
        {
            if (_pending.TryGetValue(key, out var pending))
                pending.Count += entry.Count;
            else
                Add(key, new Pending { Time = time.GetUtcNow().ToUnixTimeMilliseconds(), Count = entry.Count, Path = Shorten(entry.Path) });
        }
    }

    /// <summary>Writes what is pending, and returns the last entries, latest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<AuditEntry>> RecentAsync(int limit, CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        return await store.RecentAsync(limit, cancellation).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryFlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await TryFlushAsync(stoppingToken).ConfigureAwait(false);
    }

    private static string? Shorten(string? text) => text is { Length: > MaxTextLength } ? text[..MaxTextLength] : text;

    private async Task TryFlushAsync(CancellationToken cancellation)
    {
        await _availability.TryAsync(FlushAsync, LogAvailable, LogUnavailable, cancellation).ConfigureAwait(false);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (entries, dropped) = Take();
            if (dropped > 0)
                LogDropped(dropped, MaxPending);
            if (entries.Count > 0)
                await WriteAsync(entries, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    private async Task WriteAsync(Dictionary<AuditEntry, Pending> entries, CancellationToken cancellation)
    {
        var isWritten = false;
        try
        {
            await store.AddAsync(
                entries.Select(entry => entry.Key with { Time = entry.Value.Time, Count = entry.Value.Count, Path = entry.Value.Path }), cancellation).ConfigureAwait(false);
            isWritten = true;
        }
        finally
        {
            if (!isWritten)
                PutBack(entries);
        }
    }

    private (Dictionary<AuditEntry, Pending> Entries, long Dropped) Take()
    {
        lock (_lock)
        {
            var taken = (_pending, _dropped);
            _pending = [];
            _dropped = 0;
            return taken;
        }
    }

    private void PutBack(Dictionary<AuditEntry, Pending> entries)
    {
        lock (_lock)
        {
            foreach (var (key, pending) in entries)
            {
                if (_pending.Remove(key, out var newer))
                    pending.Count += newer.Count;
                Add(key, pending);
            }
        }
    }

    private void Add(AuditEntry key, Pending pending)
    {
        if (_pending.Count < MaxPending)
            _pending.Add(key, pending);
        else
            _dropped += pending.Count;
    }

    [LoggerMessage(1, LogLevel.Error, "Cannot write the audit log; entries are kept in memory: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The audit log is written again.")]
    private partial void LogAvailable();

    [LoggerMessage(3, LogLevel.Warning, "Dropped {Count} access decisions from the audit log: more than {Limit} different ones were waiting to be written.")]
    private partial void LogDropped(long count, int limit);

    private sealed class Pending
    {
        public long Time { get; init; }

        public long Count { get; set; }

        public string? Path { get; init; }
    }
}
