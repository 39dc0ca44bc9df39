using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Systems.Orchestrix.Store;

/// <summary>A store for development and tests: everything is gone with the process, and nothing is ever forgotten before. Thread-safe.</summary>
public sealed class InMemoryEventStore : IEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, List<StoredEvent>> _streams = [];
    private readonly Dictionary<StreamId, Snapshot> _snapshots = [];

    /// <summary><c>memory</c>.</summary>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckSave(events, expectedVersion);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _streams.TryGetValue(stream, out List<StoredEvent>? stored);
            if ((stored?.Count ?? 0) - 1 != expectedVersion)
                throw new ConcurrencyException(stream, expectedVersion);

            if (stored is null)
                _streams.Add(stream, stored = []);
            foreach (Event e in events)
                stored.Add(new StoredEvent(stored.Count, e));
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
            if (!_streams.TryGetValue(stream, out List<StoredEvent>? stored) || fromVersion >= stored.Count)
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
            if (!_snapshots.TryGetValue(snapshot.Stream, out Snapshot? kept) || snapshot.Version >= kept.Version)
                _snapshots[snapshot.Stream] = snapshot;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(_snapshots.GetValueOrDefault(stream));
    }
}
