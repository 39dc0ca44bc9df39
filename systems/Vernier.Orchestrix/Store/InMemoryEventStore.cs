using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// A store for development and tests: everything is gone with the process. It is bounded, so that a process that runs for weeks does not exhaust its
/// memory: when it is full, the streams that were written to longest ago are forgotten, each as a whole, which is counted, and logged the first
/// time. A forgotten stream is one that never was. Thread-safe.
/// </summary>
public sealed partial class InMemoryEventStore : IEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, LinkedListNode<KeptStream>> _streams = [];
    private readonly LinkedList<KeptStream> _lastWrittenLast = new();
    private readonly int _maxEvents;
    private readonly ILogger? _logger;
    private int _events;
    private long _forgotten;

    /// <summary>An empty store.</summary>
    /// <param name="maxEvents">
    /// The most events it keeps, 1 or more, a snapshot counted as one; default: 100,000. The stream that was written to last is never forgotten, so
    /// that one stream alone may be longer.
    /// </param>
    /// <param name="logger">Is told when the first stream is forgotten; default: nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxEvents"/> is less than 1.</exception>
    public InMemoryEventStore(int maxEvents = 100_000, ILogger<InMemoryEventStore>? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        _maxEvents = maxEvents;
        _logger = logger;
    }

    /// <summary><c>memory</c>.</summary>
    public string Name => "memory";

    /// <summary>How many streams were forgotten because the store was full.</summary>
    public long Forgotten
    {
        get
        {
            lock (_lock)
                return _forgotten;
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

            var written = MakeLast(stream);
            foreach (var e in events)
                written.Events.Add(new StoredEvent(written.Events.Count, e));
            _events += events.Count;
            MakeRoom();
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

            var written = MakeLast(snapshot.Stream);
            _events += written.Snapshot is null ? 1 : 0;
            written.Snapshot = snapshot;
            MakeRoom();
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

    private KeptStream? Find(StreamId stream) => _streams.GetValueOrDefault(stream)?.Value;

    /// <summary>The stream, a new one if need be, which is from now on the one that was written to last.</summary>
    private KeptStream MakeLast(StreamId stream)
    {
        if (_streams.TryGetValue(stream, out var node))
            _lastWrittenLast.Remove(node);
        else
            _streams.Add(stream, node = new LinkedListNode<KeptStream>(new KeptStream(stream)));
        _lastWrittenLast.AddLast(node);
        return node.Value;
    }

    private void MakeRoom()
    {
        while (_events > _maxEvents && _lastWrittenLast is { Count: > 1, First: { } oldest })
        {
            _lastWrittenLast.Remove(oldest);
            _streams.Remove(oldest.Value.Id);
            _events -= oldest.Value.Size;
            if (_forgotten++ == 0 && _logger is not null)
                LogFull(_logger, _maxEvents);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The event store in memory is full with {MaxEvents} events; from now on the streams that were written to longest ago are forgotten.")]
    private static partial void LogFull(ILogger logger, int maxEvents);
}
