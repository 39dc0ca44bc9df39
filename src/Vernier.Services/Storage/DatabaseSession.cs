using System.Data.Common;
using Dapper;

namespace Vernier.Services.Storage;

/// <summary>
/// An open connection, in a transaction or not. Parameters are the properties of an object, <c>@Name</c> in the SQL. Columns are mapped to properties by
/// name, without underscores and case: <c>lease_number</c> is LeaseNumber. Not thread-safe.
/// </summary>
internal sealed class DatabaseSession(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
{
    static DatabaseSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters)).ConfigureAwait(false)).AsList();

    /// <summary>Returns the first row, or default if there is none.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) => connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellation);
}
