using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests.Jobs;
using Vernier.Services.Tests.Storage;

namespace Vernier.EndToEnd.Systems.Pangolin.Jobs;

public class PostgresJobTests(PostgresServerFixture postgres) : JobContract(() => TestDatabase.Postgres(postgres.Server.ConnectionString)), IClassFixture<PostgresServerFixture>;
