using Vernier.AiOrchestrator.Tests.Secrets;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Secrets;

/// <summary>Each test has a new database of the server.</summary>
public sealed class PostgresRotationTests(PostgresServerFixture postgres) : RotationContract, IClassFixture<PostgresServerFixture>
{
    private string? _connectionString;

    protected override string? ConnectionString => _connectionString;

    public override async ValueTask InitializeAsync() => _connectionString = await postgres.NewDatabaseAsync();
}
