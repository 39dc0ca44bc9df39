using System.Data.Common;
using Npgsql;

namespace Vernier.Services.Storage;

/// <summary>A PostgreSQL database that several hosts can share.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>The connection string follows the defaults, and the last of two settings with the same name wins.</summary>
    private const string Defaults = "Timeout=5;Command Timeout=10;";

    /// <summary>What a connection string must be, for error messages.</summary>
    public const string Rule = "must be an Npgsql connection string, for example \"Host=localhost;Username=vernier;Password=…;Database=vernier\"";

    private const long SchemaLock = 7308324466019792;

    private readonly NpgsqlDataSource _source;
    private readonly string _server;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="applicationName">The name that the server shows for the connections, unless the connection string has one.</param>
    /// <param name="pool">The settings of the connection pool; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string is invalid. The message has no details, because they could contain a password.</exception>
    public PostgresDatabase(string connectionString, string applicationName, ConnectionPoolOptions? pool = null)
        : this(Settings(connectionString), applicationName, pool ?? new())
    {
    }

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings, string applicationName, ConnectionPoolOptions pool)
        : base(pool with { MaxConnections = pool.MaxConnections ?? settings.MaxPoolSize })
    {
        settings.ApplicationName ??= applicationName;
        settings.Pooling = false; // The base class has the pool.
        _server = $"{settings.Host}:{settings.Port}";
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is invalid.</exception>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Defaults + connectionString);
            return string.IsNullOrWhiteSpace(settings.Host) ? throw Invalid() : settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Invalid();
        }
    }

    public override string Name => "PostgreSQL";

    public override bool IsShared => true;

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override string ForUpdate => "FOR UPDATE";

    public override string NotIn(string column, string parameter) => $"{column} <> ALL({parameter})";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private protected override async Task<DbConnection> OpenAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    private protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);

    private protected override Task LockSchemaAsync(DatabaseSession session) => session.ExecuteAsync($"SELECT pg_advisory_xact_lock({SchemaLock})");

    private protected override StorageException Translate(DbException exception) => exception switch
    {
        // The message without the detail, which can contain stored values.
        PostgresException postgres => new StorageException($"PostgreSQL at {_server} rejected a statement: {postgres.MessageText} ({postgres.SqlState})", exception),
        _ => new StorageException($"PostgreSQL at {_server} is unavailable: {exception.Message}", exception),
    };

    private static ArgumentException Invalid() =>
        new($"Invalid connection string. It {Rule}.");
}
