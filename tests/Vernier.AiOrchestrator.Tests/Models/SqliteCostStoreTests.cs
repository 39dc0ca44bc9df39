using Vernier.Services.Tests.Storage;

namespace Vernier.AiOrchestrator.Tests.Models;

public class SqliteCostStoreTests() : CostStoreContract(TestDatabase.Sqlite);
