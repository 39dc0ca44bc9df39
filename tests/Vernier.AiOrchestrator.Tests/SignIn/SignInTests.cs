using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.SignIn;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.SignIn;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly SignInBrowser _browser = new();
    private OAuth2ProviderStandIn _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await OAuth2ProviderStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _provider.DisposeAsync();
        _provider.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIn_NewUser_GetsTokensOfAUser()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());

        var tokens = await SignInAsync(host);

        tokens["role"]!.GetValue<string>().ShouldBe("USER");
        using var client = host.ClientWith(tokens["accessToken"]!.GetValue<string>());
        using var forbidden = await client.GetAsync("/api/admin/secrets", TestContext.Current.CancellationToken);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await NamesAsync(host)).ShouldBe(["ada", "admin"]);
    }

    [Fact]
    public async Task SignIn_SameSubject_IsTheSameUser()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        await SignInAsync(host);
        _provider.User = new() { ["sub"] = "4711", ["preferred_username"] = "renamed" };

        await SignInAsync(host);

        (await NamesAsync(host)).ShouldBe(["ada", "admin"]);
    }

    [Fact]
    public async Task SignIn_NameOfAnExistingUser_IsAnotherUser()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        _provider.User = new() { ["sub"] = 4711, ["preferred_username"] = "admin@example.org" };

        await SignInAsync(host);

        (await NamesAsync(host)).ShouldBe(["admin", "admin-2"]);
    }

    [Fact]
    public async Task SignIn_AfterARotation_UsesTheNewSecret()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        using var admin = host.ClientWith((await host.LoginAsync()).AccessToken);
        using var rotated = await admin.PostAsync("/api/admin/secrets/oauth2-example/rotate", null, TestContext.Current.CancellationToken);
        rotated.StatusCode.ShouldBe(HttpStatusCode.OK);
        _provider.ClientSecret.ShouldNotBe(OAuth2ProviderStandIn.InitialSecret);

        await SignInAsync(host);

        ShouldLogNoSecret(host);
    }

    [Fact]
    public async Task Start_Cookie_IsBoundToTheCallback()
    {
        await using var host = await OrchestratorHost.StartAsync([.. _provider.Settings(), "sign_in:public_url=https://orchestrator.example.org/ai"]);

        using var start = await _browser.GetAsync(new Uri(host.Address, "/api/auth/oauth2/example"));

        var cookie = start.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("orchestrator-sign-in-");
        foreach (var attribute in new[] { "max-age=600", "path=/ai/api/auth/oauth2/example/callback", "secure", "samesite=lax", "httponly" })
            cookie.ShouldContain($"; {attribute}");
        start.Headers.Location!.Query.ShouldContain("redirect_uri=https%3A%2F%2Forchestrator.example.org%2Fai%2Fapi%2Fauth%2Foauth2%2Fexample%2Fcallback");
        start.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Callback_Twice_IsRejectedTheSecondTime()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        var callback = await _browser.StartAsync(host.Address);
        using var first = await _browser.GetAsync(callback);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);

        await ShouldFailAsync(callback, HttpStatusCode.BadRequest, "The sign-in with example has expired, was already completed, or was started in another browser. Start again.");
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_IsRejectedAndEndsTheSignIn()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        var callback = await _browser.StartAsync(host.Address);
        using var other = new SignInBrowser();

        using var response = await other.GetAsync(callback);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await ShouldFailAsync(callback, HttpStatusCode.BadRequest, "Start again.");
        _provider.Requests.ShouldNotContain("POST /token");
    }

    [Fact]
    public async Task Callback_AfterTenMinutes_IsRejected()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings(), services => services.AddSingleton<TimeProvider>(time));
        var callback = await _browser.StartAsync(host.Address);

        time.Advance(SignInStates.Lifetime);

        await ShouldFailAsync(callback, HttpStatusCode.BadRequest, "has expired");
    }

    [Fact]
    public async Task Callback_StateOfAnotherProvider_IsRejected()
    {
        string[] github = ["sign_in:providers:1:name=github", "sign_in:providers:1:client_id=c", "sign_in:providers:1:client_secret=s"];
        await using var host = await OrchestratorHost.StartAsync([.. _provider.Settings(), .. github]);
        var callback = await _browser.StartAsync(host.Address);

        await ShouldFailAsync(new Uri(callback.AbsoluteUri.Replace("/example/", "/github/", StringComparison.Ordinal)), HttpStatusCode.BadRequest, "The sign-in with github has expired");
    }

    [Theory]
    [InlineData("access_denied", "example refused the sign-in (access_denied).")]
    [InlineData("<script>", "example refused the sign-in (unknown error).")]
    public async Task Callback_Refused_IsUnauthorized(string error, string message)
    {
        _provider.Refusal = error;
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());

        await ShouldFailAsync(await _browser.StartAsync(host.Address), HttpStatusCode.Unauthorized, message);
    }

    [Fact]
    public async Task Callback_InvalidCode_IsUnauthorizedWithoutTheCode()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        var callback = await _browser.StartAsync(host.Address);

        var body = await ShouldFailAsync(
            new Uri(callback.AbsoluteUri.Replace("code=code-1", "code=hidden-code", StringComparison.Ordinal)), HttpStatusCode.Unauthorized,
            "responded with status 400 (invalid_grant). The authorization code is invalid or has expired. Start again.");

        body.ShouldNotContain("hidden");
        ShouldLogNoSecret(host);
    }

    [Fact]
    public async Task Callback_WrongClientSecret_IsBadGateway()
    {
        await using var host = await OrchestratorHost.StartAsync(
            _provider.Settings(rotate: false).Select(setting => setting.Replace(OAuth2ProviderStandIn.InitialSecret, "hidden-secret", StringComparison.Ordinal)));

        var body = await ShouldFailAsync(await _browser.StartAsync(host.Address), HttpStatusCode.BadGateway, "The sign-in failed: example (http://127.0.0.1:");

        body.ShouldContain("responded with status 401 (invalid_client).");
        body.ShouldNotContain("hidden");
        ShouldLogNoSecret(host);
    }

    [Fact]
    public async Task Callback_UserWithoutSubject_IsBadGateway()
    {
        _provider.User = new() { ["preferred_username"] = "ada" };
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());

        await ShouldFailAsync(await _browser.StartAsync(host.Address), HttpStatusCode.BadGateway, "The user of example has no claim sub. Check subject_claim and scopes.");
    }

    [Fact]
    public async Task Callback_ProviderStopped_IsBadGateway()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());
        var callback = await _browser.StartAsync(host.Address);
        await _provider.DisposeAsync();

        await ShouldFailAsync(callback, HttpStatusCode.BadGateway, "is unreachable or closed the connection");
    }

    [Theory]
    [InlineData("state=a&state=b", "The parameter state must be unique")]
    [InlineData("", "has expired")]
    public async Task Callback_InvalidParameters_AreRejected(string query, string message)
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());

        await ShouldFailAsync(new Uri(host.Address, $"/api/auth/oauth2/example/callback?{query}"), HttpStatusCode.BadRequest, message);
    }

    [Fact]
    public async Task Start_UnknownProvider_IsNotFound()
    {
        await using var host = await OrchestratorHost.StartAsync(_provider.Settings());

        await ShouldFailAsync(new Uri(host.Address, "/api/auth/oauth2/unknown"), HttpStatusCode.NotFound, "The sign-in provider is unknown. Configured providers: example.");
    }

    private static async Task<IEnumerable<string>> NamesAsync(OrchestratorHost host)
    {
        using var admin = host.ClientWith((await host.LoginAsync()).AccessToken);
        var users = await admin.GetFromJsonAsync<JsonObject>("/api/admin/users", TestContext.Current.CancellationToken);
        return users!["users"]!.AsArray().Select(user => user!["name"]!.GetValue<string>()).Order();
    }

    private void ShouldLogNoSecret(OrchestratorHost host)
    {
        var logs = host.Logs.ToString();
        foreach (var secret in new[] { OAuth2ProviderStandIn.InitialSecret, OAuth2ProviderStandIn.InitialToken, _provider.ClientSecret, _provider.RegistrationToken, "hidden-", "code-1", "access-token-1" })
            logs.ShouldNotContain(secret);
    }

    private async Task<JsonObject> SignInAsync(OrchestratorHost host)
    {
        using var response = await _browser.GetAsync(await _browser.StartAsync(host.Address));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
    }

    private async Task<string> ShouldFailAsync(Uri address, HttpStatusCode status, string message)
    {
        using var response = await _browser.GetAsync(address);
        response.StatusCode.ShouldBe(status);
        var body = (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["message"]!.GetValue<string>();
        body.ShouldContain(message);
        return body;
    }
}
