using System.Net;
using Vernier.AiOrchestrator;
using Vernier.AiOrchestrator.Tests;
using Vernier.AiOrchestrator.Tests.Secrets;
using Vernier.AiOrchestrator.Tests.SignIn;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Secrets;

/// <summary>Hosts that share a PostgreSQL database.</summary>
public sealed class SharedSecretsTests(PostgresServerFixture postgres) : IAsyncLifetime, IClassFixture<PostgresServerFixture>
{
    private readonly Servers.TemporaryFolder _folder = new();
    private string _connectionString = "";

    public async ValueTask InitializeAsync() => _connectionString = await postgres.NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Hosts_WithTheSameDirectory_AcceptEachOthersTokensAfterARotation()
    {
        string[] shared = [$"secrets:directory={_folder.Combine("secrets")}"];
        await using var one = await StartAsync(shared);
        await using var two = await StartAsync(shared);
        using var old = await one.AdministratorAsync();
        using var rotation = await old.PostAsync("/api/admin/secrets/jwt-secret/rotate", null, TestContext.Current.CancellationToken);
        rotation.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var signedByTheNewKey = await one.AdministratorAsync();
        using var client = two.ClientWith(TokenOf(signedByTheNewKey));

        // An unknown key is read at most every five seconds.
        await Servers.Eventually.TrueAsync("the other host knows the new key", async _ => await StatusAsync(client) == HttpStatusCode.OK);
        (one.RotationAttempts() + two.RotationAttempts()).ShouldBe(1);
    }

    [Fact]
    public async Task Hosts_WithTheSameVault_ShareTheirSecrets()
    {
        await using var vault = await VaultStandIn.StartAsync();
        string[] shared = [$"secrets:vault:address={vault.Address}", $"secrets:vault:role_id={VaultStandIn.RoleId}", $"secrets:vault:secret_id={VaultStandIn.SecretId}"];
        await using var one = await StartAsync(shared);
        await using var two = await StartAsync(shared);

        using var administrator = await one.AdministratorAsync();
        using var client = two.ClientWith(TokenOf(administrator));

        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        vault.VersionsOf("ai-orchestrator/jwt-secret").ShouldBe(1);
        vault.Violations.ShouldBeEmpty();
        (one.Logs.ToString() + two.Logs).ShouldNotContain(VaultStandIn.SecretId);
    }

    [Fact]
    public async Task Host_WithOtherSecrets_DoesNotStart()
    {
        await using var one = await StartAsync([]);

        var exception = await Should.ThrowAsync<AiOrchestratorException>(StartAsync([]));

        exception.Message.ShouldStartWith("This host does not share its secrets with the other hosts of the database. Set the same secrets:vault, or the same secrets:directory");
    }

    [Fact]
    public async Task SignIn_CallbackAtAnotherHost_Succeeds()
    {
        await using var provider = await OAuth2ProviderStandIn.StartAsync();
        string[] shared = [.. provider.Settings(), $"secrets:directory={_folder.Combine("secrets")}"];
        await using var one = await StartAsync(shared);
        await using var two = await StartAsync([.. shared, $"sign_in:public_url={one.Address}"]);
        using var browser = new SignInBrowser();
        var callback = await browser.StartAsync(one.Address);

        // Cookies ignore ports, like the address of a load balancer.
        using var response = await browser.GetAsync(new Uri(two.Address, callback.PathAndQuery));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await browser.GetAsync(callback);
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        provider.Violations.ShouldBeEmpty();
    }

    private static string TokenOf(HttpClient client) => client.DefaultRequestHeaders.Authorization!.Parameter!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/admin/secrets", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private Task<OrchestratorHost> StartAsync(IEnumerable<string> settings) => OrchestratorHost.StartAsync(settings, orchestrator: builder => builder.UsePostgres(_connectionString));
}
