using System.Net;
using System.Text.Json.Nodes;
using Vernier.AiOrchestrator.Tests;
using Vernier.AiOrchestrator.Tests.Secrets;
using Vernier.AiOrchestrator.Tests.SignIn;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Secrets;

/// <summary>Sign-in and rotation of the client secret with a real provider.</summary>
public sealed class GlewlwydSignInTests
{
    /// <summary>The client is registered before the host has a port. Cookies ignore ports.</summary>
    private const string PublicUrl = "http://127.0.0.1:1";

    [Fact]
    public async Task SignIn_BeforeAndAfterARotation_Succeeds()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var provider = await GlewlwydServer.StartNewAsync("the secret of another client");
        var client = await provider.RegisterAsync($"{PublicUrl}/api/auth/oauth2/glewlwyd/callback");
        using var user = await provider.LogInAsync("ada", Text(client, "client_id"));
        await using var host = await OrchestratorHost.StartAsync(Settings(provider, client));

        await SignInAsync(host, user);
        using (var admin = await host.AdministratorAsync())
        {
            for (var i = 0; i < 2; i++)
            {
                using var rotation = await admin.PostAsync("/api/admin/secrets/oauth2-glewlwyd/rotate", null, cancellation);
                rotation.StatusCode.ShouldBe(HttpStatusCode.OK, await rotation.Content.ReadAsStringAsync(cancellation));
            }
        }
        await SignInAsync(host, user);

        // The provider rejects the first secret.
        var stale = await OrchestratorHost.StartAsync(Settings(provider, client));
        await using var owned = stale;
        using var browser = new SignInBrowser();
        using var rejected = await browser.GetAsync(await StartAsync(stale, user, browser));
        rejected.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        host.RotationAttempts().ShouldBe(2);
        host.RotationFailures().ShouldBe(0);
        foreach (var secret in new[] { "client_secret", "registration_access_token" })
            (host.Logs.ToString() + stale.Logs).ShouldNotContain(Text(client, secret));
    }

    private static IEnumerable<string> Settings(GlewlwydServer provider, JsonObject client) =>
    [
        $"sign_in:public_url={PublicUrl}", "sign_in:providers:0:name=glewlwyd", "sign_in:providers:0:rotate=true", "sign_in:providers:0:user_name_claim=name",
        $"sign_in:providers:0:client_id={Text(client, "client_id")}", $"sign_in:providers:0:client_secret={Text(client, "client_secret")}",
        $"sign_in:providers:0:registration_endpoint={Text(client, "registration_client_uri")}",
        $"sign_in:providers:0:registration_token={Text(client, "registration_access_token")}",
        $"sign_in:providers:0:authorization_endpoint={provider.Endpoint("auth")}", $"sign_in:providers:0:token_endpoint={provider.TokenAddress}",
        $"sign_in:providers:0:user_info_endpoint={provider.Endpoint("userinfo")}", $"sign_in:providers:0:scopes:0={GlewlwydServer.UserScope}",
    ];

    private static string Text(JsonObject client, string name) => client[name]!.GetValue<string>();

    private static async Task SignInAsync(OrchestratorHost host, HttpClient user)
    {
        using var browser = new SignInBrowser();
        using var response = await browser.GetAsync(await StartAsync(host, user, browser));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Follows the redirects of the orchestrator and the provider; returns the address of the callback.</summary>
    private static async Task<Uri> StartAsync(OrchestratorHost host, HttpClient user, SignInBrowser browser)
    {
        using var start = await browser.GetAsync(new Uri(host.Address, "/api/auth/oauth2/glewlwyd"));
        start.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // With g_continue the provider does not ask the user who has already granted the scope.
        using var authorization = await user.GetAsync(new Uri($"{start.Headers.Location}&g_continue"), TestContext.Current.CancellationToken);
        authorization.Headers.Location!.AbsoluteUri.ShouldStartWith(PublicUrl);
        return new Uri(host.Address, authorization.Headers.Location.PathAndQuery);
    }
}
