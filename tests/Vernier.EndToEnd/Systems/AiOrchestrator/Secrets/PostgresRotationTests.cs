using Npgsql;
using Vernier.AiOrchestrator.Tests.Secrets;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Secrets;

/// <summary>Each test has a new database of the server.</summary>
public sealed class PostgresRotationTests(PostgresServerFixture postgres) : RotationContract, IClassFixture<PostgresServerFixture>
{
    private string? _connectionString;

    protected override string? ConnectionString => _connectionString;

    public override async ValueTask InitializeAsync() => _connectionString = await NewDatabaseAsync(postgres);

    internal static async Task<string> NewDatabaseAsync(PostgresServerFixture postgres)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(postgres.Server.ConnectionString);
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Database = name }.ToString();
    }
}
