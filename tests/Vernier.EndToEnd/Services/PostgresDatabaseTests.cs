using Vernier.EndToEnd.Servers;
using Vernier.Services.Tests.Storage;

namespace Vernier.EndToEnd.Services;

public class PostgresDatabaseTests(PostgresServerFixture postgres) : PostgresDatabaseContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>
{
    protected override Task StopServerAsync() => postgres.Server.StopAsync();

    protected override Task StartServerAsync() => postgres.Server.StartAsync();
}
