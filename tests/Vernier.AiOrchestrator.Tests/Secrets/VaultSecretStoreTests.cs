using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class VaultSecretStoreTests : SecretStoreContract
{
    private readonly List<VaultSecretStore> _created = [];
    private VaultStandIn _vault = null!;
    private (ISecretStore, ISecretStore)? _stores;

    private protected override (ISecretStore First, ISecretStore Second) Stores => _stores ??= (New(TokenOptions()), New(AppRoleOptions()));

    public override async ValueTask InitializeAsync() => _vault = await VaultStandIn.StartAsync("team/one");

    public override async ValueTask DisposeAsync()
    {
        _created.ForEach(store => store.Dispose());
        await _vault.DisposeAsync();
        _vault.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteAsync_MountAndPath_AreUsed()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);

        _vault.VersionsOf("apps/orchestrator/one").ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_AppRole_LogsInOnce()
    {
        await Stores.Second.ReadAsync("one", Cancellation);
        await Stores.Second.ReadAsync("two", Cancellation);

        _vault.Logins.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 1, 1)]
    [InlineData(false, 2, 0)]
    public async Task ReadAsync_AppRoleTokenNearExpiry_IsRenewedOrReplaced(bool renewable, int logins, int renewals)
    {
        _vault.IsRenewable = renewable;
        var store = New(AppRoleOptions(), _vault.Time);
        await store.ReadAsync("one", Cancellation);

        _vault.Time.Advance(TimeSpan.FromSeconds(2401));
        await store.ReadAsync("one", Cancellation);

        (_vault.Logins, _vault.Renewals).ShouldBe((logins, renewals));
    }

    [Fact]
    public async Task ReadAsync_ConfiguredTokenNearExpiry_IsRenewed()
    {
        _vault.AddToken("hvs.periodic");
        var store = New(TokenOptions("hvs.periodic"), _vault.Time);
        for (var i = 0; i < 5; i++)
        {
            await store.ReadAsync("one", Cancellation);
            _vault.Time.Advance(TimeSpan.FromSeconds(2500));
        }

        _vault.Renewals.ShouldBe(4);
    }

    [Fact]
    public async Task ReadAsync_AppRoleTokenRevoked_LogsInAgain()
    {
        await Stores.Second.WriteAsync("one", Values("1"), 0, Cancellation);
        _vault.RevokeTokens();

        (await Stores.Second.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("1");
        _vault.Logins.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_Forbidden_FailsWithPathAndRemedy(bool appRole)
    {
        _vault.IsForbidden = true;

        var exception = await FailAsync(appRole ? Stores.Second : Stores.First, SecretFailure.Forbidden);

        exception.Message.ShouldContain("denies access to secret/data/apps/orchestrator/one (403)");
    }

    [Fact]
    public async Task ReadAsync_WrongSecretId_FailsWithTheOptionsToCheck()
    {
        var options = AppRoleOptions();
        options.SecretId = "wrong-secret-id";

        var exception = await FailAsync(New(options), SecretFailure.Forbidden);

        exception.Message.ShouldContain("rejected the AppRole login (400). Check role_id, secret_id");
        exception.ToString().ShouldNotContain("wrong-secret-id");
    }

    [Fact]
    public async Task ReadAsync_Sealed_RetriesThenFails()
    {
        _vault.IsSealed = true;

        var exception = await FailAsync(Stores.Second, SecretFailure.Unavailable);

        exception.Message.ShouldContain("is sealed");
        _vault.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task ReadAsync_UnsealedWhileRetrying_Succeeds()
    {
        _vault.IsSealed = true;
        var reading = Stores.First.ReadAsync("one", Cancellation);
        await _vault.Requests.WaitForCountAsync(2);

        _vault.IsSealed = false;

        (await reading.WithTimeout()).ShouldBeNull();
    }

    [Fact]
    public async Task ReadAsync_RateLimit_IsRepeated()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        _vault.RateLimited = 2;

        (await Stores.First.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("1");
    }

    [Fact]
    public async Task ReadAsync_Slow_FailsAfterTheTimeout()
    {
        var release = new TaskCompletionSource();
        _vault.Gate = release.Task;
        var options = TokenOptions();
        options.Timeout = TimeSpan.FromMilliseconds(100);

        var exception = await FailAsync(New(options), SecretFailure.Unavailable);
        release.SetResult();

        exception.Message.ShouldContain("did not respond within 0.1 s");
    }

    [Fact]
    public async Task ReadAsync_Unreachable_FailsAndWorksAgainLater()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        await _vault.StopAsync();

        (await FailAsync(Stores.First, SecretFailure.Unavailable)).Message.ShouldContain($"Vault at http://127.0.0.1:{_vault.Address.Port} is unreachable");
        await _vault.RestartAsync();

        (await Stores.First.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("1");
    }

    [Fact]
    public async Task WriteAsync_ResponseLost_IsNotAConflictWithItself()
    {
        _vault.LostResponses = 1;

        (await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation)).Version.ShouldBe(1);
        _vault.VersionsOf("apps/orchestrator/one").ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_DeletedVersion_FailsInsteadOfCreatingANewSecret()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        _vault.Delete("apps/orchestrator/one");

        (await FailAsync(Stores.First, SecretFailure.Invalid)).Message.ShouldContain("is deleted. Undelete it");
    }

    [Fact]
    public async Task ReadAsync_UnknownMount_Fails()
    {
        var options = TokenOptions();
        options.Mount = "kv";

        (await FailAsync(New(options), SecretFailure.Invalid)).Message.ShouldContain("no key-value engine at the mount kv");
    }

    [Fact]
    public async Task ReadAsync_ValueThatIsNotText_FailsWithItsKey()
    {
        _vault.Write("apps/orchestrator/one", new JsonObject { ["count"] = 73 });

        (await FailAsync(Stores.First, SecretFailure.Invalid)).Message.ShouldContain("The value count of secret/apps/orchestrator/one");
    }

    [Fact]
    public async Task ReadAsync_Tls_NeedsTheCertificateAuthority()
    {
        using var folder = new TemporaryFolder();
        using var certificate = TestCertificate.Create();
        await File.WriteAllTextAsync(folder.Combine("ca.pem"), certificate.ExportCertificatePem(), Cancellation);
        await using var vault = await VaultStandIn.StartAsync(certificate: certificate);
        var options = new VaultOptions { Address = vault.Address, Token = VaultStandIn.RootToken };

        (await FailAsync(New(options), SecretFailure.Invalid)).Message.ShouldContain("Check ca_file");
        options.CaFile = folder.Combine("ca.pem");

        (await New(options).ReadAsync("one", Cancellation)).ShouldBeNull();
        vault.Violations.ShouldBeEmpty();
    }

    private static async Task<SecretException> FailAsync(ISecretStore store, SecretFailure failure)
    {
        var exception = await Should.ThrowAsync<SecretException>(store.ReadAsync("one", Cancellation));
        exception.Failure.ShouldBe(failure);
        exception.ToString().ShouldNotContain(VaultStandIn.RootToken);
        exception.ToString().ShouldNotContain(VaultStandIn.SecretId);
        return exception;
    }

    private VaultOptions TokenOptions(string token = VaultStandIn.RootToken) =>
        new() { Address = _vault.Address, Token = token, Namespace = "team/one", Path = "apps/orchestrator" };

    private VaultOptions AppRoleOptions() =>
        new() { Address = _vault.Address, RoleId = VaultStandIn.RoleId, SecretId = VaultStandIn.SecretId, Namespace = "team/one", Path = "apps/orchestrator" };

    private VaultSecretStore New(VaultOptions options, TimeProvider? time = null)
    {
        var store = new VaultSecretStore(options, time ?? TimeProvider.System, NullLogger<VaultSecretStore>.Instance);
        _created.Add(store);
        return store;
    }
}
