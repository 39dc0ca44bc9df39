namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class SqliteRotationTests : RotationContract
{
    protected override string? ConnectionString => null;
}
