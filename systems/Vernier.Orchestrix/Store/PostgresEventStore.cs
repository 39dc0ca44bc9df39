using Npgsql;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// A store in PostgreSQL. It creates its two tables (<c>orchestrix_events</c>, <c>orchestrix_snapshots</c>) when it is first used, and again when
/// they are gone. While the database is away each call fails with <see cref="EventStoreUnavailableException"/>; the first call after its return
/// succeeds. Thread-safe.
/// </summary>
/// <param name="dataSource">Where the database is; its settings decide about timeouts. It stays the caller's to dispose of.</param>
/// <param name="types">The event classes that may be written and read.</param>
/// <param name="time">Stamps the rows; default: the system's clock.</param>
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

    /// <summary>Creates the tables unless they exist. Needs not be called: every other call does it first.</summary>
    /// <exception cref="EventStoreUnavailableException">The database cannot be reached, or the user may not create tables.</exception>
    public Task CreateSchemaAsync(CancellationToken cancellationToken = default) => RunAsync(() => Task.FromResult(true), cancellationToken);

    private async Task<T> RunAsync<T>(Func<Task<T>> statement, CancellationToken cancellationToken)
    {
        try
        {
            if (!_schemaExists)
                await RepeatIfShutDownAsync(() => ExecuteSchemaAsync(cancellationToken)).ConfigureAwait(false);
            return await RepeatIfShutDownAsync(statement).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            if (exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
                _schemaExists = false;
            throw new EventStoreUnavailableException($"The event store in PostgreSQL is not available: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// After a restart of the server the pool still holds connections that the old server has ended with one of these two codes. It then says so
    /// instead of running the statement, so running it once more on a fresh connection is safe, also for a save.
    /// </summary>
    private static async Task<T> RepeatIfShutDownAsync<T>(Func<Task<T>> statement)
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
