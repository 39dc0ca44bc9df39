using Npgsql;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// An event store in PostgreSQL. It creates its tables (<c>orchestrix_events</c>, <c>orchestrix_snapshots</c>) on first use, and again if they were
/// dropped. While the database is unavailable, each call fails with <see cref="EventStoreUnavailableException"/>. Thread-safe.
/// </summary>
/// <param name="dataSource">The data source, whose settings include the timeouts. The caller disposes it.</param>
/// <param name="types">The event classes that the store may write and read.</param>
/// <param name="time">The clock for the timestamps of rows; default: the system clock.</param>
public sealed class PostgresEventStore(NpgsqlDataSource dataSource, EventTypes types, TimeProvider? time = null) : IEventStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private volatile bool _schemaExists;

    /// <summary><c>postgres</c>.</summary>
    public string Name => "postgres";

    /// <inheritdoc/>
    public Task SaveAsync(StreamId stream, IReadOnlyList<Event> events, long expectedVersion, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckSave(events, expectedVersion);
        string[] payloads = [.. events.Select(types.Serialize)];
        return RunAsync(async () =>
        {
            await using var command = Command(
                PostgresSql.Save,
                stream.ToString(),
                expectedVersion,
                events.Select(e => e.Id).ToArray(),
                events.Select(e => e.Type).ToArray(),
                payloads,
                _time.GetUtcNow());
            try
            {
                return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == events.Count
                    ? true
                    : throw new ConcurrencyException(stream, expectedVersion);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw new ConcurrencyException(stream, expectedVersion, exception);
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> LoadAsync(StreamId stream, long fromVersion = 0, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckLoad(fromVersion);
        return RunAsync<IReadOnlyList<StoredEvent>>(async () =>
        {
            await using var command = Command(PostgresSql.Load, stream.ToString(), fromVersion);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var events = new List<StoredEvent>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                events.Add(new StoredEvent(reader.GetInt64(0), types.Deserialize(reader.GetString(1), reader.GetString(2))));
            return events;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        StoreArguments.CheckSnapshot(snapshot);
        return RunAsync(async () =>
        {
            await using var command = Command(
                PostgresSql.SaveSnapshot, snapshot.Stream.ToString(), snapshot.Version, snapshot.State, _time.GetUtcNow());
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Snapshot?> LoadSnapshotAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await using var command = Command(PostgresSql.LoadSnapshot, stream.ToString());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                ? new Snapshot(stream, reader.GetInt64(0), reader.GetString(1))
                : null;
        }, cancellationToken);

    /// <summary>Creates the tables if they do not exist. Optional: every other call does so first.</summary>
    /// <exception cref="EventStoreUnavailableException">The database is unreachable, or the user is not allowed to create tables.</exception>
    public Task CreateSchemaAsync(CancellationToken cancellationToken = default) => RunAsync(() => Task.FromResult(true), cancellationToken);

    private async Task<T> RunAsync<T>(Func<Task<T>> statement, CancellationToken cancellationToken)
    {
        try
        {
            if (!_schemaExists)
                await RetryAfterShutdownAsync(() => ExecuteSchemaAsync(cancellationToken)).ConfigureAwait(false);
            return await RetryAfterShutdownAsync(statement).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            if (exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
                _schemaExists = false;
            throw new EventStoreUnavailableException($"The PostgreSQL event store is unavailable: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// After a restart of the server, the pool still has connections that the old server closed with one of these two codes. The statement was not
    /// executed then, so executing it again on a new connection is safe, even for a save.
    /// </summary>
    private static async Task<T> RetryAfterShutdownAsync<T>(Func<Task<T>> statement)
    {
        try
        {
            return await statement().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown)
        {
            return await statement().ConfigureAwait(false);
        }
    }

    private async Task<bool> ExecuteSchemaAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(PostgresSql.CreateSchema);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return _schemaExists = true;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> parameters)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
