using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Adds metrics to an event store. Every operation is counted and timed, including failed ones and those on snapshots. Thread-safe.</summary>
public sealed class InstrumentedEventStore : IEventStore
{
    private readonly IEventStore _inner;
    private readonly OrchestrixMetrics _metrics;

    /// <summary>Wraps a store.</summary>
    /// <param name="inner">The store to wrap.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="aggregateTypes">The aggregate types that are known in advance; their error series start at 0.</param>
    public InstrumentedEventStore(IEventStore inner, OrchestrixMetrics metrics, params IEnumerable<string> aggregateTypes)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(metrics);
        _inner = inner;
        _metrics = metrics;
        _metrics.StoreOpened(inner.Name, aggregateTypes);
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default) =>
        MeasureAsync(StoreOperation.Save, stream, () => AsResultAsync(_inner.SaveAsync(stream, events, expectedVersion, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default) =>
        MeasureAsync(StoreOperation.Load, stream, () => _inner.LoadAsync(stream, fromVersion, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return MeasureAsync(StoreOperation.Save, snapshot.Stream, () => AsResultAsync(_inner.SaveSnapshotAsync(snapshot, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        MeasureAsync(StoreOperation.Load, stream, () => _inner.LoadSnapshotAsync(stream, cancellationToken), cancellationToken);

    private async Task<T> MeasureAsync<T>(StoreOperation operation, StreamId stream, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        var started = _metrics.Time.GetTimestamp();
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (ConcurrencyException)
        {
            _metrics.ConcurrencyConflict(stream.AggregateType);
            throw;
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            _metrics.StoreFailed(stream.AggregateType);
            throw;
        }
        finally
        {
            _metrics.StoreOperationFinished(operation, Name, _metrics.Time.GetElapsedTime(started));
        }
    }

    /// <summary>A call with invalid arguments or one that its caller cancels is not a failure of the store.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not ArgumentException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static async Task<bool> AsResultAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
