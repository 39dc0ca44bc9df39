namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class SqliteIdentityTests() : SharedIdentityContract(null);
