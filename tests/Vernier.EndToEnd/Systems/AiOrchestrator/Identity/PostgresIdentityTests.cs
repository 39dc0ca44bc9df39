using Vernier.AiOrchestrator.Tests.Identity;
using Vernier.EndToEnd.Systems.AiOrchestrator.Storage;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Identity;

public class PostgresIdentityTests(PostgresServerFixture postgres) : SharedIdentityContract(postgres.Server.ConnectionString), IClassFixture<PostgresServerFixture>;
