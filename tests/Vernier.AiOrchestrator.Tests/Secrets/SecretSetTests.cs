using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class SecretSetTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SecretSetTests() => _database = new SqliteDatabase(_folder.Combine("orchestrator.db"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateTablesAsync([RotationStore.Tables], Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task CheckAsync_HostsWithTheSameSecrets_AreAccepted() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Set("common").CheckAsync(Cancellation)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckAsync_HostWithOtherSecrets_IsRefused(bool usedBefore)
    {
        if (usedBefore)
            await Store("other").WriteAsync("instance-set", new Dictionary<string, string> { ["id"] = "hidden-id" }, 0, Cancellation);
        await Set("common").CheckAsync(Cancellation);

        var exception = await Should.ThrowAsync<SecretException>(Set("other").CheckAsync(Cancellation));

        exception.Message.ShouldStartWith("This host does not share its secrets with the other hosts of the database. Set the same secrets:vault");
        exception.Message.ShouldNotContain("hidden-id");
        await Set("common").CheckAsync(Cancellation);
    }

    [Fact]
    public async Task CheckAsync_SecretsOfTheOnlyHostLost_IsRefusedWithoutNewSecrets()
    {
        await Set("common", isShared: false).CheckAsync(Cancellation);
        await Set("common", isShared: false).CheckAsync(Cancellation);
        Directory.Delete(_folder.Combine("common"), recursive: true);

        var exception = await Should.ThrowAsync<SecretException>(Set("common", isShared: false).CheckAsync(Cancellation));

        exception.Message.ShouldStartWith("The secrets do not belong to the database: they are missing, or those of another installation. Restore them");
        (await Store("common").ReadAsync("instance-set", Cancellation)).ShouldBeNull();
    }

    private FileSecretStore Store(string directory) => new(_folder.Combine(directory), TimeProvider.System);

    private SecretSet Set(string directory, bool isShared = true) => new(Store(directory), new RotationStore(_database), isShared);
}
