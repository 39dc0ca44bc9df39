using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// Keeps the events of aggregates in streams that only grow. Implement it to bring a store of your own under Orchestrix's metrics. Ours are
/// <see cref="InMemoryEventStore"/> and <see cref="PostgresEventStore"/>. Implementations are safe to use from several threads.
/// </summary>
public interface IEventStore
{
    /// <summary>What kind of store it is, for example <c>postgres</c>: constant, because it is a label value.</summary>
    string Name { get; }

    /// <summary>Appends <paramref name="events"/> to a stream: all of them or, when it throws, none.</summary>
    /// <param name="stream">The stream; it comes into being with its first event.</param>
    /// <param name="events">What to append, in order; at least one.</param>
    /// <param name="expectedVersion">The version of the last event that the caller knows, which is their number − 1; −1 for a new stream.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ConcurrencyException">The stream is not at the expected version.</exception>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="ArgumentException"><paramref name="events"/> is empty or contains null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expectedVersion"/> is less than −1.</exception>
    Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream in order, from the version <paramref name="fromVersion"/> on, itself included; empty for an unknown stream.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fromVersion"/> is negative.</exception>
    Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default);

    /// <summary>Keeps a snapshot in place of the stream's earlier one. One of a lower version than the kept one is ignored.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default);

    /// <summary>The snapshot of a stream, or null when there is none.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default);
}
