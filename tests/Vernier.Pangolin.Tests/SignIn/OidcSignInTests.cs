using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Vernier.Pangolin.SignIn.Oidc;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class OidcSignInTests
{
    private static readonly SignInPolicyInput ByOidc = new() { Methods = ["oidc"] };

    [Fact]
    public async Task User_OfTheProvider_IsAllowed107AndNamed()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        // With one method the sign-in page continues to the provider.
        var forwarded = ForwardedRequest.Of(await browser.OpenAsync(app.At("/a?b=c")));
        forwarded.Target.ShouldBe("/a?b=c");
        forwarded.Headers["Remote-User"].ShouldBe("ada@example.org");
        forwarded.Headers["Remote-Email"].ShouldBe("ada@example.org");
        app.Decisions(AuthMethod.Oidc, "valid_session").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldContain(entry => (int)entry.Decision == 107 && entry.Method == AuthMethod.Oidc);
    }

    [Fact]
    public async Task Page_WithSeveralMethods_OffersTheProvider()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(new() { Methods = ["oidc", "pincode"], Pincode = "123456" }, provider.Settings);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        ForwardedRequest.Of(await browser.OpenAsync(form.Link("Continue with Test provider")));
    }

    [Fact]
    public async Task Email_NotVerified_IsNotUsed()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Claims["email_verified"] = false;
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        var forwarded = ForwardedRequest.Of(await browser.OpenAsync(app.At("/")));
        forwarded.Headers["Remote-User"].ShouldBe("test:u-1");
        forwarded.Headers.ShouldNotContainKey("Remote-Email");

        await app.SetAsync("app", ByOidc with { OidcAllowed = ["ada@example.org"] });
        (await browser.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        app.Failures(AuthMethod.Oidc, "invalid_credentials").ShouldBe(1);
    }

    [Theory]
    [InlineData("u-1", true)]
    [InlineData("@example.org", true)]
    [InlineData("ADA@example.org", true)]
    [InlineData("u-2", false)]
    [InlineData("@example.com", false)]
    public async Task User_InTheList_IsAllowed(string entry, bool isAllowed)
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc with { OidcAllowed = [entry] }, provider.Settings);
        using var browser = new TestBrowser();
        (await browser.OpenAsync(app.At("/"))).Status.ShouldBe(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Subject_ThatLooksLikeAnAddress_IsNotAllowedAsOne()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Claims["sub"] = "bob@example.org";
        await using var app = await SignInApp.StartAsync(ByOidc with { OidcAllowed = ["bob@example.org"] }, provider.Settings);
        using var browser = new TestBrowser();
        (await browser.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Email_FromTheUserInfo_IsUsedOnlyForTheSameUser()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Claims.Remove("email");
        provider.UserInfo = new JsonObject { ["sub"] = "u-1", ["email"] = "ada@example.org", ["email_verified"] = true };
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        ForwardedRequest.Of(await browser.OpenAsync(app.At("/"))).Headers["Remote-User"].ShouldBe("ada@example.org");
        provider.UserInfo["sub"] = "u-2";
        using var other = new TestBrowser();
        (await other.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData("""{"sub":"u-1","email":"ada\ud800@example.org","email_verified":true}""")]
    [InlineData("""{"sub":"\udc00"}""")]
    [InlineData("""{"sub":"u-1","\ud800":1}""")]
    [InlineData("""{"sub":"u-1","groups":[{"name":"\ud800"}]}""")]
    public async Task UserInfo_HalfOfASurrogatePair_IsABadGateway(string response)
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Claims.Remove("email");
        provider.UserInfo = [];
        provider.UserInfoText = response;
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        (await browser.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task State_ForgedReplayedOrOfAnotherBrowser_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var attacker = new TestBrowser();
        using var victim = new TestBrowser();
        var callback = await CallbackAsync(app, attacker);

        var forged = QueryHelpers.AddQueryString(callback.GetLeftPart(UriPartial.Path), new Dictionary<string, string?> { ["code"] = "x", ["state"] = new string('s', 43) });
        (await attacker.GetAsync(new Uri(forged))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await attacker.GetAsync(new Uri(callback.GetLeftPart(UriPartial.Path)))).Status.ShouldBe(HttpStatusCode.BadRequest);

        // Login CSRF: the victim opens the callback of the attacker. The state is used up.
        await CallbackAsync(app, victim);
        (await victim.GetAsync(callback)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await attacker.GetAsync(callback)).Status.ShouldBe(HttpStatusCode.BadRequest);

        var own = await CallbackAsync(app, attacker);
        (await attacker.GetAsync(own)).Status.ShouldBe(HttpStatusCode.Redirect);
        var replayed = await attacker.GetAsync(own);
        replayed.Status.ShouldBe(HttpStatusCode.BadRequest);
        replayed.Text.ShouldContain("was completed before");
    }

    [Fact]
    public async Task State_Expired_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings, time);
        using var browser = new TestBrowser();
        var callback = await CallbackAsync(app, browser);
        time.Offset += OidcStates.Lifetime;
        (await browser.GetAsync(callback)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Code_OfAnotherSignIn_IsRejectedByPkce()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var attacker = new TestBrowser();
        using var victim = new TestBrowser();
        var stolen = QueryHelpers.ParseQuery((await CallbackAsync(app, victim)).Query)["code"].ToString();
        var own = await CallbackAsync(app, attacker);
        var injected = QueryHelpers.AddQueryString(own.GetLeftPart(UriPartial.Path), new Dictionary<string, string?>
        {
            ["code"] = stolen,
            ["state"] = QueryHelpers.ParseQuery(own.Query)["state"],
        });
        (await attacker.GetAsync(new Uri(injected))).Status.ShouldBe(HttpStatusCode.BadGateway);
        app.Failures(AuthMethod.Oidc, "provider_failed").ShouldBe(1);
        app.Server.Logs.ToString().ShouldNotContain(stolen);
    }

    [Theory]
    [InlineData("nonce", "another", "its nonce belongs to another sign-in")]
    [InlineData("aud", "another", "it was issued to another client")]
    [InlineData("azp", "another", "it was issued to another client")]
    [InlineData("iss", "https://evil.example.test", "it has another issuer")]
    [InlineData("sub", "", "it has no usable subject")]
    [InlineData("sub", "a\r\nb", "it has no usable subject")]
    public async Task IdToken_WithWrongClaim_IsRejected(string claim, string value, string reason)
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Replaced[claim] = value;
        await RejectsAsync(provider, reason);
    }

    [Fact]
    public async Task IdToken_Expired_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Clock = -TimeSpan.FromMinutes(7);
        await RejectsAsync(provider, "it has expired, or the clock of this server is wrong");
    }

    [Fact]
    public async Task IdToken_WithoutExpiration_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Omitted.Add("exp");
        await RejectsAsync(provider, "it has expired, or the clock of this server is wrong");
    }

    [Fact]
    public async Task IdToken_WithCriticalExtension_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Headers["crit"] = new[] { "urn:example:extension" };
        await RejectsAsync(provider, "it requires extensions that are not supported (crit)");
    }

    [Fact]
    public async Task IdToken_WithoutSignature_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Change = token => Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + token.Split('.')[1] + ".";
        await RejectsAsync(provider, "its signature is invalid");
    }

    [Fact]
    public async Task IdToken_Changed_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Change = token =>
        {
            var parts = token.Split('.');
            var payload = Base64UrlEncoder.Decode(parts[1]).Replace("ada@", "eve@", StringComparison.Ordinal);
            return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
        };
        await RejectsAsync(provider, "its signature is invalid");
    }

    [Fact]
    public async Task IdToken_SignedWithTheClientSecret_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.SignsWithSecret = true;
        await RejectsAsync(provider, "is invalid: its");
    }

    [Fact]
    public async Task Keys_Rotated_AreReadAgain()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        var time = new AdjustableTime();
        time.Offset = TimeProvider.System.GetUtcNow() - time.GetUtcNow();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings, time);
        using var first = new TestBrowser();
        ForwardedRequest.Of(await first.OpenAsync(app.At("/")));
        provider.Rotate();
        // Not more than once a minute.
        using var second = new TestBrowser();
        (await second.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.BadGateway);
        app.Server.Logs.ToString().ShouldContain("its key is unknown");
        time.Advance(TimeSpan.FromMinutes(1));
        ForwardedRequest.Of(await second.OpenAsync(app.At("/")));
        provider.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task Provider_DownOrWithAnotherIssuer_GivesAClearError()
    {
        await using var other = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc with { OidcProvider = "down" }, [
            "sign_in:providers:0:name=down", "sign_in:providers:0:issuer=http://127.0.0.1:1", "sign_in:providers:0:client_id=x",
            "sign_in:providers:1:name=other", $"sign_in:providers:1:issuer={other.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}", "sign_in:providers:1:client_id=x",
        ]);
        using var browser = new TestBrowser();
        var page = await browser.OpenAsync(app.At("/"));
        page.Status.ShouldBe(HttpStatusCode.BadGateway);
        page.Text.ShouldContain("The sign-in provider is unavailable");
        app.Server.Logs.ToString().ShouldContain("The metadata of the provider down cannot be read from its issuer.");
        await app.SetAsync("app", ByOidc with { OidcProvider = "other" });
        (await browser.OpenAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.BadGateway);
        app.Server.Logs.ToString().ShouldContain("The provider other has another issuer than configured.");
    }

    [Theory]
    [InlineData("access_denied", HttpStatusCode.Forbidden)]
    [InlineData("server_error", HttpStatusCode.BadGateway)]
    public async Task Provider_ReportsAnError_IsShown(string error, HttpStatusCode status)
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        var callback = await CallbackAsync(app, browser);
        var state = QueryHelpers.ParseQuery(callback.Query)["state"].ToString();
        (await browser.GetAsync(new Uri($"{callback.GetLeftPart(UriPartial.Path)}?state={state}&error={error}"))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Callback_WithTheIssuerOfAnotherProvider_IsRejected()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        var callback = await CallbackAsync(app, browser);
        (await browser.GetAsync(new Uri(callback + "&iss=https%3A%2F%2Fevil.example.test"))).Status.ShouldBe(HttpStatusCode.BadGateway);
    }

    /// <summary>Returns the address of the callback to which the provider redirects.</summary>
    private static async Task<Uri> CallbackAsync(SignInApp app, TestBrowser browser)
    {
        var page = await browser.GetAsync(app.At("/"));
        while (page.Location is { } next && !next.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal))
            page = await browser.GetAsync(next);
        return page.Location.ShouldNotBeNull(page.Text);
    }

    private static async Task RejectsAsync(OidcProviderStandIn provider, string reason)
    {
        await using var app = await SignInApp.StartAsync(ByOidc, provider.Settings);
        using var browser = new TestBrowser();
        var page = await browser.OpenAsync(app.At("/"));
        page.Status.ShouldBe(HttpStatusCode.BadGateway, page.Text);
        app.Server.Logs.ToString().ShouldContain(reason);
        app.Failures(AuthMethod.Oidc, "provider_failed").ShouldBe(1);
        browser.Cookies.Keys.ShouldNotContain((SignInApp.Host, "pangolin_resource"));
    }
}
