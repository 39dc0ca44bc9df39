using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Vernier.Services.Storage;

/// <summary>A SQLite file. One host at a time uses it: the <see cref="DataDirectory"/> is locked. Writers of the process take turns.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Full = 13;

    private readonly string _connectionString;
    private readonly string _file;
    private readonly SemaphoreSlim _writer = new(1);

    /// <param name="file">The path of the file, which is created if it does not exist.</param>
    /// <param name="pool">The settings of the connection pool; null for the defaults.</param>
    public SqliteDatabase(string file, ConnectionPoolOptions? pool = null)
        : base(pool ?? new())
    {
        _file = file;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10, Pooling = false }.ToString();
    }

    public override string Name => "SQLite";

    public override bool IsShared => false;

    public override string SkipLocked => "";

    public override string ForUpdate => "";

    // Dapper expands the array to one parameter for each value.
    public override string NotIn(string column, string parameter) => $"{column} NOT IN {parameter}";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
    }

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var pragmas = connection.CreateCommand();
            await using var owned = pragmas.ConfigureAwait(false);
            // With a write-ahead log readers do not wait for the writer. FULL: a commit survives a power failure.
            pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
            await pragmas.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    private protected override async Task<IDisposable?> TakeTurnAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation).ConfigureAwait(false);
        return new Turn(_writer);
    }

    private protected override StorageException Translate(DbException exception) => exception switch
    {
        SqliteException { SqliteErrorCode: Full } => new StorageException($"The disk of the database {_file} is full. Free space; the operation was not stored.", exception),
        _ => new StorageException($"The database {_file} failed: {exception.Message}", exception),
    };

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
