using System.Data.Common;

namespace Vernier.Services.Storage;

/// <summary>
/// The database: SQLite or PostgreSQL. The stores write each statement once, in the SQL that both understand; what differs is a member of this class.
/// Times are stored as Unix milliseconds (bigint), flags as 0 and 1 (bigint), identifiers and JSON as text, amounts as double precision. Thread-safe.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    private readonly ConnectionPool _pool;

    private protected Database(ConnectionPoolOptions pool) => _pool = new ConnectionPool(OpenAsync, pool);

    /// <summary>The name of the product, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Whether several hosts can use the database at the same time.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Ends a SELECT that takes rows from a queue: other hosts skip the rows that this transaction has locked.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Ends a SELECT whose rows the transaction is going to change.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Returns a condition: a column has none of the values of a parameter, which is an array and can be empty.</summary>
    /// <param name="column">The column.</param>
    /// <param name="parameter">The parameter, such as <c>@Ids</c>.</param>
    public abstract string NotIn(string column, string parameter);

    /// <summary>Reads without a transaction.</summary>
    /// <exception cref="StorageException">The database is unavailable or the statement failed.</exception>
    public Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var session = await DatabaseSession.OpenAsync(_pool, null, cancellation).ConfigureAwait(false);
        await using var owned = session.ConfigureAwait(false);
        return await work(session).ConfigureAwait(false);
    });

    /// <summary>
    /// Runs a transaction that writes: all or nothing. In SQLite it holds the write lock from its start (BEGIN IMMEDIATE), in PostgreSQL it is READ
    /// COMMITTED; lock rows with <see cref="ForUpdate"/> before a decision that depends on them.
    /// </summary>
    /// <exception cref="StorageException">The database is unavailable or the transaction failed; nothing is written.</exception>
    public Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellation) => GuardAsync(async () =>
    {
        using var turn = await TakeTurnAsync(cancellation).ConfigureAwait(false);
        var session = await DatabaseSession.OpenAsync(_pool, BeginWriteAsync, cancellation).ConfigureAwait(false);
        await using var owned = session.ConfigureAwait(false);
        var result = await work(session).ConfigureAwait(false);
        await session.CommitAsync().ConfigureAwait(false);
        return result;
    });

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DatabaseSession, Task> work, CancellationToken cancellation) => WriteAsync(async session =>
    {
        await work(session).ConfigureAwait(false);
        return true;
    }, cancellation);

    /// <summary>Creates the tables that do not exist yet.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task CreateTablesAsync(IEnumerable<TableScript> scripts, CancellationToken cancellation) => WriteAsync(async session =>
    {
        await LockSchemaAsync(session).ConfigureAwait(false);
        foreach (var script in scripts)
            await session.ExecuteAsync(script.Sql).ConfigureAwait(false);
    }, cancellation);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _pool.DisposeAsync();
    }

    private protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    private protected abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Waits for the turn of a writer of this process.</summary>
    private protected virtual Task<IDisposable?> TakeTurnAsync(CancellationToken cancellation) => Task.FromResult<IDisposable?>(null);

    /// <summary>Serializes hosts that start together.</summary>
    private protected virtual Task LockSchemaAsync(DatabaseSession session) => Task.CompletedTask;

    /// <summary>Returns the message of an error for the operator, without the connection string.</summary>
    private protected abstract StorageException Translate(DbException exception);

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw Translate(exception);
        }
    }
}

/// <summary>Tables that a store needs.</summary>
/// <param name="Sql">CREATE … IF NOT EXISTS statements that SQLite and PostgreSQL understand.</param>
internal sealed record TableScript(string Sql);
