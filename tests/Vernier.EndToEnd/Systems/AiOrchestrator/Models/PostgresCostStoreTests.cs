using Vernier.AiOrchestrator.Tests.Models;
using Vernier.AiOrchestrator.Tests.Storage;
using Vernier.EndToEnd.Systems.AiOrchestrator.Storage;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Models;

public class PostgresCostStoreTests(PostgresServerFixture postgres)
    : CostStoreContract(() => TestDatabase.Postgres(postgres.Server.ConnectionString)), IClassFixture<PostgresServerFixture>;
