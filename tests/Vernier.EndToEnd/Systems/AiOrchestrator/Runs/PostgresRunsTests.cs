using Vernier.AiOrchestrator.Tests.Runs;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Runs;

public class PostgresRunsTests(PostgresServerFixture postgres) : PostgresRunsContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>;
