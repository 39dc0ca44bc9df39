using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class AccessTokenTests
{
    private static readonly SignInPolicyInput ByToken = new() { Methods = ["access_token"] };

    [Fact]
    public async Task Link_Opened_StartsASessionAndRemovesTheToken()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var token = await IssueAsync(app);
        using var browser = new TestBrowser();
        var opened = await browser.GetAsync(app.At($"/docs?a=1&token={token.Secret}&b=2"));
        opened.Location.ShouldBe(app.At("/docs?a=1&b=2"));
        opened.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        var forwarded = ForwardedRequest.Of(await browser.FollowAsync(opened));
        forwarded.Target.ShouldBe("/docs?a=1&b=2");
        forwarded.Headers["Remote-Auth-Method"].ShouldBe("access_token");
        app.Decisions(AuthMethod.AccessToken, "valid_access_token").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldAllBe(entry => (int)entry.Decision == 102 && entry.Subject == token.Token.Id);
    }

    [Theory]
    [InlineData("X-Pangolin-Token", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task Header_WithToken_IsAllowedAndRemoved(string header, string prefix)
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var token = await IssueAsync(app);
        using var client = new TestBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, app.At("/api"));
        request.Headers.Add(header, prefix + token.Secret);
        ForwardedRequest.Of(await client.SendAsync(request)).Headers.ShouldNotContainKey(header);
        client.Cookies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Query_OfAProgram_IsAllowedAndRemovedFromTheTarget()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var token = await IssueAsync(app);
        using var client = new TestBrowser();
        var forwarded = ForwardedRequest.Of(await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, app.At($"/x?TOKEN={token.Secret}&a=%2F"))));
        forwarded.Query.ShouldBe("?a=%2F");
        forwarded.Target.ShouldBe("/x?a=%2F");
    }

    [Fact]
    public async Task Token_OfTheBackend_IsNotTouched()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var client = new TestBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, app.At("/reset?token=abc")) { Headers = { { "Authorization", "Bearer abc" } } };
        var forwarded = ForwardedRequest.Of(await client.SendAsync(request));
        forwarded.Query.ShouldBe("?token=abc");
        forwarded.Headers["Authorization"].ShouldBe("Bearer abc");
    }

    [Fact]
    public async Task Token_Revoked_IsInvalidAtOnceTogetherWithItsSessions()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var token = await IssueAsync(app);
        var other = await IssueAsync(app);
        using var browser = new TestBrowser();
        using var second = new TestBrowser();
        await browser.OpenAsync(app.At($"/?token={token.Secret}"));
        await second.OpenAsync(app.At($"/?token={other.Secret}"));
        (await Tokens(app).RevokeAsync("app", token.Token.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await browser.GetAsync(app.At($"/?token={token.Secret}"));
        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.Text.ShouldContain("The access token is invalid or revoked.");
        app.Failures(AuthMethod.AccessToken, "invalid_credentials").ShouldBe(1);
        (await second.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.OK);
        (await Tokens(app).ListAsync("app", TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Id.ShouldBe(other.Token.Id);
    }

    [Fact]
    public async Task Token_Expired_IsRejectedTogetherWithItsSessions()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByToken, time: time);
        var token = await Tokens(app).CreateAsync(
            app.Server.Inventory.Current.Resources["app"], "t", time.GetUtcNow().AddHours(1), TestContext.Current.CancellationToken);
        using var browser = new TestBrowser();
        await browser.OpenAsync(app.At($"/?token={token.Secret}"));
        time.Advance(TimeSpan.FromHours(1));
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync(app.At($"/?token={token.Secret}"))).Text.ShouldContain("The access token has expired.");
        app.Failures(AuthMethod.AccessToken, "expired").ShouldBe(1);
    }

    [Fact]
    public async Task Token_OfAnotherResource_IsRejected()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        await app.AddAsync("other", ByToken, "other.example.test");
        var token = await IssueAsync(app);
        using var browser = new TestBrowser();
        await browser.OpenAsync(app.At($"/?token={token.Secret}"));
        (await browser.GetAsync(app.At($"/?token={token.Secret}", "other.example.test"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_Guessed_AreThrottledByAddress()
    {
        await using var app = await SignInApp.StartAsync(ByToken, settings: ["console:max_failed_sign_ins=1"]);
        using var browser = new TestBrowser();
        for (var i = 0; i < 10; i++)
            (await browser.GetAsync(app.At($"/?token=pgt_{i:D43}"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await browser.GetAsync(app.At($"/?token=pgt_{11:D43}"));
        page.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers["Retry-After"].ShouldBe("900");
        // Holders of a token are not affected.
        var token = await IssueAsync(app);
        (await browser.OpenAsync(app.At($"/?token={token.Secret}"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Secret_OfAToken_IsStoredAsHashOnly()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var token = await IssueAsync(app);
        var stored = await app.Database.ReadAsync(
            session => session.FirstOrDefaultAsync<string>("SELECT token_hash FROM pangolin_access_tokens"), TestContext.Current.CancellationToken);
        stored.ShouldBe(TextHash.Of(token.Secret));
    }

    [Fact]
    public async Task Create_InvalidValues_Throws()
    {
        await using var app = await SignInApp.StartAsync(ByToken);
        var resource = app.Server.Inventory.Current.Resources["app"];
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var name in new[] { "", new string('x', 101), "a\nb" })
            (await Should.ThrowAsync<RequestException>(() => Tokens(app).CreateAsync(resource, name, null, cancellation))).Status.ShouldBe(422);
        var past = DateTimeOffset.UnixEpoch;
        (await Should.ThrowAsync<RequestException>(() => Tokens(app).CreateAsync(resource, "t", past, cancellation))).Message.ShouldContain("in the future");
    }

    private static AccessTokens Tokens(SignInApp app) => app.Server.Services.GetRequiredService<AccessTokens>();

    private static Task<IssuedAccessToken> IssueAsync(SignInApp app) =>
        Tokens(app).CreateAsync(app.Server.Inventory.Current.Resources["app"], "a test", null, TestContext.Current.CancellationToken);
}
