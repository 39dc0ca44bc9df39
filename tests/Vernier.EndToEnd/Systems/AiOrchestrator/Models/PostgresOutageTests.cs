using Vernier.AiOrchestrator.Tests.Models;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Models;

public class PostgresOutageTests(PostgresServerFixture postgres) : CostLedgerOutageContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>
{
    protected override Task StopServerAsync() => postgres.Server.StopAsync();

    protected override Task StartServerAsync() => postgres.Server.StartAsync();
}
