using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Tests;

/// <summary>A custom store: each operation runs the script of the test, and then the operation of the in-memory store.</summary>
public sealed class ScriptedEventStore : IEventStore
{
    private readonly InMemoryEventStore _inner = new();

    public string Name => "own";

    /// <summary>What happens first in each operation; it may throw.</summary>
    public Action BeforeEach { get; set; } = () => { };

    public Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default)
    {
        BeforeEach();
        return _inner.SaveAsync(stream, events, expectedVersion, cancellationToken);
    }

    public Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default)
    {
        BeforeEach();
        return _inner.LoadAsync(stream, fromVersion, cancellationToken);
    }

    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        BeforeEach();
        return _inner.SaveSnapshotAsync(snapshot, cancellationToken);
    }

    public Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        BeforeEach();
        return _inner.LoadSnapshotAsync(stream, cancellationToken);
    }
}
