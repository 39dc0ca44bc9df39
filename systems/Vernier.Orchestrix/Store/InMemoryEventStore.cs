using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// An in-memory store for development and tests; its content is lost with the process. It is bounded: when it is full, the least recently written
/// streams are evicted as a whole. Evictions are counted, and the first one is logged. An evicted stream is treated as if it never existed.
/// Thread-safe.
/// </summary>
public sealed partial class InMemoryEventStore : IEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, LinkedListNode<StreamEntry>> _streams = [];
    private readonly LinkedList<StreamEntry> _byLastWrite = new();
    private readonly int _maxEvents;
    private readonly ILogger? _logger;
    private int _events;
    private long _evicted;

    /// <summary>Creates an empty store.</summary>
    /// <param name="maxEvents">
    /// The maximum number of events, 1 or more; a snapshot counts as one. Default: 100,000. The most recently written stream is never evicted, even if
    /// it exceeds the limit alone.
    /// </param>
    /// <param name="logger">The log of the first eviction; default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxEvents"/> is less than 1.</exception>
    public InMemoryEventStore(int maxEvents = 100_000, ILogger<InMemoryEventStore>? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        _maxEvents = maxEvents;
        _logger = logger;
    }

    /// <summary><c>memory</c>.</summary>
    public string Name => "memory";

    /// <summary>The number of streams that were evicted because the store was full.</summary>
    public long EvictedStreams
    {
        get
        {
            lock (_lock)
                return _evicted;
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckSave(events, expectedVersion);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if ((Find(stream)?.Events.Count ?? 0) - 1 != expectedVersion)
                throw new ConcurrencyException(stream, expectedVersion);

            var written = GetForWriting(stream);
            foreach (var e in events)
                written.Events.Add(new StoredEvent(written.Events.Count, e));
            _events += events.Count;
            Evict();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckLoad(fromVersion);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (Find(stream)?.Events is not { } stored || fromVersion >= stored.Count)
                return Task.FromResult<IReadOnlyList<StoredEvent>>([]);

            return Task.FromResult<IReadOnlyList<StoredEvent>>(stored[(int)fromVersion..]);
        }
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckSnapshot(snapshot);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (Find(snapshot.Stream)?.Snapshot is { } kept && snapshot.Version < kept.Version)
                return Task.CompletedTask;

            var written = GetForWriting(snapshot.Stream);
            _events += written.Snapshot is null ? 1 : 0;
            written.Snapshot = snapshot;
            Evict();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(Find(stream)?.Snapshot);
    }

    private StreamEntry? Find(StreamId stream) => _streams.GetValueOrDefault(stream)?.Value;

    /// <summary>Returns the stream, created if necessary, as the most recently written one.</summary>
    private StreamEntry GetForWriting(StreamId stream)
    {
        if (_streams.TryGetValue(stream, out var node))
            _byLastWrite.Remove(node);
        else
            _streams.Add(stream, node = new LinkedListNode<StreamEntry>(new StreamEntry(stream)));
        _byLastWrite.AddLast(node);
        return node.Value;
    }

    private void Evict()
    {
        while (_events > _maxEvents && _byLastWrite is { Count: > 1, First: { } oldest })
        {
            _byLastWrite.Remove(oldest);
            _streams.Remove(oldest.Value.Id);
            _events -= oldest.Value.Size;
            if (_evicted++ == 0 && _logger is not null)
                LogFull(_logger, _maxEvents);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "In-memory event store reached its limit of {MaxEvents} events; evicting the least recently written streams.")]
    private static partial void LogFull(ILogger logger, int maxEvents);

    /// <summary>A stream; guarded by the lock of the store.</summary>
    private sealed class StreamEntry(StreamId id)
    {
        public StreamId Id { get; } = id;

        public List<StoredEvent> Events { get; } = [];

        public Snapshot? Snapshot { get; set; }

        /// <summary>How much the stream counts toward the limit of the store.</summary>
        public int Size => Events.Count + (Snapshot is null ? 0 : 1);
    }
}
