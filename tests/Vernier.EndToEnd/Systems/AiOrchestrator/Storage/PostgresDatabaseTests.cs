using Vernier.AiOrchestrator.Tests.Storage;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Storage;

public class PostgresDatabaseTests(PostgresServerFixture postgres) : PostgresDatabaseContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>
{
    protected override Task StopServerAsync() => postgres.Server.StopAsync();

    protected override Task StartServerAsync() => postgres.Server.StartAsync();
}
