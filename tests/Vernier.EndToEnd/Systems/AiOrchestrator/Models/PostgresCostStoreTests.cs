using Vernier.AiOrchestrator.Tests.Models;
using Vernier.EndToEnd.Servers;
using Vernier.Services.Tests.Storage;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Models;

public class PostgresCostStoreTests(PostgresServerFixture postgres)
    : CostStoreContract(() => TestDatabase.Postgres(postgres.Server.ConnectionString)), IClassFixture<PostgresServerFixture>;
