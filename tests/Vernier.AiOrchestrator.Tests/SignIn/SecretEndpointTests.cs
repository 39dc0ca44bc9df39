using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Tests.Secrets;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.SignIn;

public sealed class SecretEndpointTests : IAsyncLifetime
{
    private OAuth2ProviderStandIn _provider = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await OAuth2ProviderStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _provider.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rotate_SigningKey_KeepsTokensValidAndCounts()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var before = host.LastRotation();
        using var admin = host.ClientWith((await host.LoginAsync()).AccessToken);

        using var response = await admin.PostAsync("/api/admin/secrets/jwt-secret/rotate", null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var rotated = await ReadAsync(response);
        rotated["name"]!.GetValue<string>().ShouldBe("jwt-secret");
        rotated["lastRotation"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds().ShouldBeGreaterThan((long)(before * 1000) - 1);
        rotated["nextRotation"].ShouldNotBeNull();
        host.RotationAttempts().ShouldBe(1);
        host.RotationFailures().ShouldBe(0);
        // The token that the retired key signed is still valid.
        using var list = await admin.GetAsync("/api/admin/secrets", Cancellation);
        list.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var user = await host.ClientAsync("ada");
        using var forbidden = await user.GetAsync("/api/admin/secrets", Cancellation);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task List_Secrets_HasTimesAndNoValues()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings(), services => services.AddSingleton<TimeProvider>(time));
        using var admin = await host.ClientAsync("root", Role.Admin);

        using var response = await admin.GetAsync("/api/admin/secrets", Cancellation);

        JsonNode.DeepEquals(await ReadAsync(response), JsonNode.Parse("""
            {"secrets":[
              {"name":"jwt-secret","lastRotation":"2026-01-02T03:04:05+00:00","nextRotation":"2026-02-01T02:00:00+00:00"},
              {"name":"oauth2-example","lastRotation":"2026-01-02T03:04:05+00:00","nextRotation":"2026-04-01T02:00:00+00:00"}]}
            """)).ShouldBeTrue(await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Rotate_UnknownSecret_IsNotFound()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var admin = await host.ClientAsync("root", Role.Admin);

        using var response = await admin.PostAsync("/api/admin/secrets/instance-set/rotate", null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReadAsync(response))["message"]!.GetValue<string>().ShouldBe("The secret is unknown or cannot be rotated. Secrets that can be rotated: jwt-secret.");
        host.RotationAttempts().ShouldBe(0);
    }

    [Theory]
    [InlineData(503, HttpStatusCode.ServiceUnavailable)]
    [InlineData(401, HttpStatusCode.BadGateway)]
    public async Task Rotate_ProviderFails_IsAnErrorAndCounts(int status, HttpStatusCode expected)
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        using var admin = await host.ClientAsync("root", Role.Admin);
        _provider.RegistrationStatus = status;

        using var response = await admin.PostAsync("/api/admin/secrets/oauth2-example/rotate", null, Cancellation);

        response.StatusCode.ShouldBe(expected);
        (await ReadAsync(response))["message"]!.GetValue<string>().ShouldStartWith("The rotation of the secret oauth2-example failed: example (http://127.0.0.1:");
        host.RotationAttempts().ShouldBe(1);
        host.RotationFailures().ShouldBe(1);
        host.Logs.ToString().ShouldNotContain("hidden-");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Endpoints_WithoutAdministrator_AreRejected(bool isManager)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var client = isManager ? await host.ClientAsync("manager", Role.WorkflowManager) : new HttpClient { BaseAddress = host.Address };

        using var list = await client.GetAsync("/api/admin/secrets", Cancellation);
        using var rotate = await client.PostAsync("/api/admin/secrets/jwt-secret/rotate", null, Cancellation);

        (list.StatusCode, rotate.StatusCode).ShouldBe(isManager ? (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden) : (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Host_MissedRotation_RotatesAtStartAndAcceptsOldTokens()
    {
        // Before the start: the timers of a host would fire a million times.
        var time = new ManualTime();
        time.Advance(new DateTimeOffset(2026, 2, 1, 1, 59, 0, TimeSpan.Zero) - time.GetUtcNow());
        using var folder = new TemporaryFolder();
        string token;
        await using (var host = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time), folder: folder.Combine("data")))
        {
            token = (await host.LoginAsync()).AccessToken;
        }
        time.Advance(TimeSpan.FromMinutes(2));

        await using var restarted = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time), folder: folder.Combine("data"));

        await Waiting.UntilAsync(() => restarted.RotationAttempts() == 1, "the missed rotation");
        using var client = restarted.ClientWith(token);
        using var response = await client.GetAsync("/api/admin/secrets", Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
}
