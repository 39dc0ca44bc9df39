using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// An in-memory store for development and tests; its content is lost with the process. It is bounded by events and by bytes: when it is full, the least
/// recently written streams are evicted as a whole. Evictions are counted, and the first one is logged. An evicted stream is treated as if it never existed.
/// Thread-safe.
/// </summary>
public sealed partial class InMemoryEventStore : IEventStore
{
    /// <summary>The default of the limit in bytes: 268,435,456 (256 MiB).</summary>
    public const long DefaultMaxBytes = 256 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, LinkedListNode<StreamEntry>> _streams = [];
    private readonly LinkedList<StreamEntry> _byLastWrite = new();
    private readonly int _maxEvents;
    private readonly long _maxBytes;
    private readonly ILogger? _logger;
    private int _events;
    private long _bytes;
    private long _evicted;

    /// <summary>Creates an empty store.</summary>
    /// <param name="maxEvents">
    /// The maximum number of events, 1 or more; a snapshot counts as one. Default: 100,000. The most recently written stream is never evicted, even if
    /// it exceeds the limit alone.
    /// </param>
    /// <param name="logger">The log of the first eviction; default: none.</param>
    /// <param name="maxBytes">
    /// The maximum memory of all events and snapshots in bytes, 1 or more. It is estimated from their JSON, as more rather than less than the true size. A
    /// save that makes one stream exceed the limit alone fails. Default: <see cref="DefaultMaxBytes"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxEvents"/> or <paramref name="maxBytes"/> is less than 1.</exception>
    public InMemoryEventStore(int maxEvents = 100_000, ILogger<InMemoryEventStore>? logger = null, long maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _maxEvents = maxEvents;
        _maxBytes = maxBytes;
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
        var bytes = events.Sum(MessageSize.Of);
        lock (_lock)
        {
            if ((Find(stream)?.Events.Count ?? 0) - 1 != expectedVersion)
                throw new ConcurrencyException(stream, expectedVersion);
            CheckSize(stream, (Find(stream)?.Bytes ?? 0) + bytes);

            var written = GetForWriting(stream);
            foreach (var e in events)
                written.Events.Add(new StoredEvent(written.Events.Count, e));
            _events += events.Count;
            Add(written, bytes);
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
            var kept = Find(snapshot.Stream);
            if (kept?.Snapshot is { } newer && snapshot.Version < newer.Version)
                return Task.CompletedTask;
            var bytes = MessageSize.Of(snapshot.State) - (kept?.Snapshot is { } replaced ? MessageSize.Of(replaced.State) : 0);
            CheckSize(snapshot.Stream, (kept?.Bytes ?? 0) + bytes);

            var written = GetForWriting(snapshot.Stream);
            _events += written.Snapshot is null ? 1 : 0;
            written.Snapshot = snapshot;
            Add(written, bytes);
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

    /// <exception cref="EventStoreFullException">The stream alone would exceed the limit.</exception>
    private void CheckSize(StreamId stream, long bytes)
    {
        if (bytes > _maxBytes)
            throw new EventStoreFullException(stream, _maxBytes);
    }

    private void Add(StreamEntry stream, long bytes)
    {
        stream.Bytes += bytes;
        _bytes += bytes;
    }

    private void Evict()
    {
        while ((_events > _maxEvents || _bytes > _maxBytes) && _byLastWrite is { Count: > 1, First: { } oldest })
        {
            _byLastWrite.Remove(oldest);
            _streams.Remove(oldest.Value.Id);
            _events -= oldest.Value.Size;
            _bytes -= oldest.Value.Bytes;
            if (_evicted++ == 0 && _logger is not null)
                LogFull(_logger, _maxEvents, _maxBytes);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "In-memory event store reached its limit of {MaxEvents} events or {MaxBytes} bytes; evicting the least recently written streams.")]
    private static partial void LogFull(ILogger logger, int maxEvents, long maxBytes);

    /// <summary>A stream; guarded by the lock of the store.</summary>
    private sealed class StreamEntry(StreamId id)
    {
        public StreamId Id { get; } = id;

        public List<StoredEvent> Events { get; } = [];

        public Snapshot? Snapshot { get; set; }

        /// <summary>How much the stream counts toward the limit of the store.</summary>
        public int Size => Events.Count + (Snapshot is null ? 0 : 1);

        /// <summary>The estimated memory of the events and the snapshot.</summary>
        public long Bytes { get; set; }
    }
}
