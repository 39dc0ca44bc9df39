using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// Stores the events of aggregates in append-only streams. Implement it to add the metrics of Orchestrix to another store; see also
/// <see cref="InMemoryEventStore"/> and <see cref="PostgresEventStore"/>. Implementations must be thread-safe.
/// </summary>
public interface IEventStore
{
    /// <summary>The kind of store, for example <c>postgres</c>. It is a label value and must be constant.</summary>
    string Name { get; }

    /// <summary>Appends <paramref name="events"/> to a stream: all of them or, if it throws, none.</summary>
    /// <param name="stream">The stream; it is created by its first event.</param>
    /// <param name="events">The events in order, at least one.</param>
    /// <param name="expectedVersion">The version of the last event that the caller knows, which is the number of events − 1; −1 for a new stream.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ConcurrencyException">The stream is not at the expected version.</exception>
    /// <exception cref="EventStoreUnavailableException">The store is unreachable.</exception>
    /// <exception cref="EventStoreFullException">The stream exceeds the memory of an in-memory store.</exception>
    /// <exception cref="ArgumentException"><paramref name="events"/> is empty or contains null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expectedVersion"/> is less than −1.</exception>
    Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Returns the events of a stream in order, starting with version <paramref name="fromVersion"/>; empty for an unknown stream.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is unreachable.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fromVersion"/> is negative.</exception>
    Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>Replaces the snapshot of a stream. A snapshot with a lower version than the stored one is ignored.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is unreachable.</exception>
    /// <exception cref="EventStoreFullException">The stream exceeds the memory of an in-memory store.</exception>
    Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default);

    /// <summary>Returns the snapshot of a stream, or null if none is stored.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is unreachable.</exception>
    Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default);
}
