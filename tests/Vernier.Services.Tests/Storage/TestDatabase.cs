using Vernier.Services.Storage;

namespace Vernier.Services.Tests.Storage;

/// <summary>A database for the contract tests, with the data directory of a host.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("vernier-");

    private TestDatabase(Func<DataDirectory, Database> open)
    {
        Directory = new DataDirectory(Path.Combine(_folder.FullName, "data"));
        Database = open(Directory);
    }

    internal Database Database { get; }

    internal DataDirectory Directory { get; }

    /// <summary>A new SQLite file.</summary>
    public static TestDatabase Sqlite() => Sqlite(null);

    internal static TestDatabase Sqlite(ConnectionPoolOptions? pool) => new(directory => new SqliteDatabase(directory.File("test.db"), pool));

    /// <summary>An existing PostgreSQL database, as another host sees it.</summary>
    public static TestDatabase Postgres(string connectionString) => Postgres(connectionString, null);

    internal static TestDatabase Postgres(string connectionString, ConnectionPoolOptions? pool) => new(_ => new PostgresDatabase(connectionString, "tests", pool));

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Dispose();
        _folder.Delete(recursive: true);
    }
}
