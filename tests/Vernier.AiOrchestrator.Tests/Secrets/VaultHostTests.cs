using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>A host whose secrets are in a Vault.</summary>
public sealed class VaultHostTests : IAsyncLifetime
{
    private VaultStandIn _vault = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<string> Settings =>
        [$"secrets:vault:address={_vault.Address}", $"secrets:vault:role_id={VaultStandIn.RoleId}", $"secrets:vault:secret_id={VaultStandIn.SecretId}"];

    public async ValueTask InitializeAsync() => _vault = await VaultStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _vault.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Host_VaultUnreachableForAWhile_KeepsItsKeysAndRotatesLater()
    {
        await using var host = await OrchestratorHost.StartAsync(Settings);
        await _vault.StopAsync();

        using var admin = await host.AdministratorAsync();
        using var failed = await admin.PostAsync("/api/admin/secrets/jwt-secret/rotate", null, Cancellation);
        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await failed.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["message"]!.GetValue<string>()
            .ShouldStartWith($"The rotation of the secret jwt-secret failed: Vault at http://127.0.0.1:{_vault.Address.Port} is unreachable or closed the connection");
        (host.RotationAttempts(), host.RotationFailures()).ShouldBe((1, 1));
        await _vault.RestartAsync();
        using var rotated = await admin.PostAsync("/api/admin/secrets/jwt-secret/rotate", null, Cancellation);

        rotated.StatusCode.ShouldBe(HttpStatusCode.OK);
        (host.RotationAttempts(), host.RotationFailures()).ShouldBe((2, 1));
        _vault.VersionsOf("ai-orchestrator/jwt-secret").ShouldBe(2);
        foreach (var secret in new[] { VaultStandIn.SecretId, "hvs.approle" })
            host.Logs.ToString().ShouldNotContain(secret);
    }

    [Fact]
    public async Task Host_VaultSealed_DoesNotStart()
    {
        _vault.IsSealed = true;

        (await Should.ThrowAsync<AiOrchestratorException>(OrchestratorHost.StartAsync(Settings))).Message.ShouldEndWith("is sealed or in maintenance (503). Unseal it.");
    }

    [Fact]
    public async Task Host_VaultForbidsWrites_DoesNotStart()
    {
        _vault.IsForbidden = true;

        (await Should.ThrowAsync<AiOrchestratorException>(OrchestratorHost.StartAsync(Settings))).Message.ShouldContain("denies access to secret/data/ai-orchestrator/instance-set (403)");
    }
}
