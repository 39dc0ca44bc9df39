using Vernier.Services.Tests.Storage;

namespace Vernier.Pangolin.Tests.Jobs;

public class SqliteJobTests() : JobContract(TestDatabase.Sqlite);
