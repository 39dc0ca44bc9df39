using Vernier.AiOrchestrator.Tests.Identity;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Identity;

public class PostgresIdentityTests(PostgresServerFixture postgres) : PostgresIdentityContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>
{
    protected override Task StopServerAsync() => postgres.Server.StopAsync();

    protected override Task StartServerAsync() => postgres.Server.StartAsync();
}
