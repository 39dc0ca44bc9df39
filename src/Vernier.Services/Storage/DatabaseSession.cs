using System.Data;
using System.Data.Common;
using Dapper;

namespace Vernier.Services.Storage;

/// <summary>
/// An open connection, in a transaction or not. Parameters are the properties of an object, <c>@Name</c> in the SQL. Columns are mapped to properties by
/// name, without underscores and case: <c>lease_number</c> is LeaseNumber. Not thread-safe.
/// </summary>
internal sealed class DatabaseSession : IAsyncDisposable
{
    private readonly PooledConnection _connection;
    private readonly Func<DbConnection, CancellationToken, Task<DbTransaction>>? _begin;
    private readonly CancellationToken _cancellation;
    private DbTransaction? _transaction;
    private bool _works;

    static DatabaseSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private DatabaseSession(PooledConnection connection, Func<DbConnection, CancellationToken, Task<DbTransaction>>? begin, CancellationToken cancellation)
    {
        _connection = connection;
        _begin = begin;
        _cancellation = cancellation;
    }

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => RunAsync(() => _connection.Connection.ExecuteAsync(Command(sql, parameters)));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await RunAsync(() => _connection.Connection.QueryAsync<T>(Command(sql, parameters))).ConfigureAwait(false)).AsList();

    /// <summary>Returns the first row, or default if there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        RunAsync(() => _connection.Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters)));

    /// <summary>Takes a connection, and begins a transaction on it.</summary>
    /// <param name="pool">The connections.</param>
    /// <param name="begin">Begins a transaction; null for a session without one.</param>
    /// <param name="cancellation">Cancels the waiting and all statements.</param>
    internal static async Task<DatabaseSession> OpenAsync(
        ConnectionPool pool, Func<DbConnection, CancellationToken, Task<DbTransaction>>? begin, CancellationToken cancellation)
    {
        var session = new DatabaseSession(await pool.RentAsync(cancellation).ConfigureAwait(false), begin, cancellation);
        try
        {
            await session.BeginAsync().ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal Task CommitAsync() => _transaction?.CommitAsync(_cancellation) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // A transaction that is not committed is rolled back.
        if (_transaction is not null)
            await _transaction.DisposeAsync().ConfigureAwait(false);
        _connection.Dispose();
    }

    private async Task BeginAsync()
    {
        if (_begin is not null)
            _transaction = await _begin(_connection.Connection, _cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a statement. If a reused connection fails at its first statement because it is broken, the statement runs again on a new connection: nothing was
    /// committed on the broken one.
    /// </summary>
    private async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            var result = await run().ConfigureAwait(false);
            _works = true;
            return result;
        }
        catch (DbException exception) when (!_works && _connection.IsReused && IsBroken(exception))
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync().ConfigureAwait(false);
            _transaction = null;
            await _connection.ReplaceAsync(_cancellation).ConfigureAwait(false);
            await BeginAsync().ConfigureAwait(false);
            return await run().ConfigureAwait(false);
        }
    }

    /// <summary>Whether the connection is closed, or the server is closing it: SQL states 57P01 to 57P05, "operator intervention".</summary>
    private bool IsBroken(DbException exception) =>
        _connection.Connection.State != ConnectionState.Open || exception.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true;

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, _transaction, cancellationToken: _cancellation);
}
