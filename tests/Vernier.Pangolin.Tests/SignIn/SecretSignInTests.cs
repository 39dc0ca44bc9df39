using System.Net;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class SecretSignInTests
{
    private const string Password = "open sesame 42";
    private const string Pincode = "482913";

    private static readonly SignInPolicyInput ByPassword = new() { Methods = ["password"], Password = Password };

    [Fact]
    public async Task Request_WithoutSession_IsRedirectedToTheSignInPageAndBack()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();

        var form = await browser.OpenAsync(app.At("/reports/7?year=2026&q=a%20b"));
        form.Address.Host.ShouldBe("main.example.test");
        form.Status.ShouldBe(HttpStatusCode.OK);
        form.Text.ShouldContain("Sign in to app");
        app.Decisions(AuthMethod.None, "no_session").ShouldBe(1);

        var page = await browser.SubmitAsync(form, "/sign-in/password", ("password", Password));
        page.Address.ShouldBe(app.At("/reports/7?year=2026&q=a%20b"));
        var forwarded = ForwardedRequest.Of(page);
        forwarded.Headers.ShouldNotContainKey("Cookie");
        forwarded.Headers["Remote-Auth-Method"].ShouldBe("password");
        forwarded.Headers.ShouldNotContainKey("Remote-User");
        // The attempt, and the request with the session.
        app.Decisions(AuthMethod.Password, "valid_password").ShouldBe(2);
        app.Metric("pangolin_token_issued_total", ("site_id", SignInApp.Site), ("auth_method", "password")).ShouldBe(1);
        var log = await app.DecisionsAsync();
        log.Where(entry => (int)entry.Decision == 105 && entry.Method == AuthMethod.Password).Sum(entry => entry.Count).ShouldBe(2);
        log.Where(entry => (int)entry.Decision == 204).Sum(entry => entry.Count).ShouldBe(1);
    }

    [Fact]
    public async Task Request_WithPincode_IsAllowed()
    {
        await using var app = await SignInApp.StartAsync(new() { Methods = ["pincode"], Pincode = Pincode });
        using var browser = new TestBrowser();
        var page = await browser.SubmitAsync(await browser.OpenAsync(app.At("/")), "/sign-in/pincode", ("pincode", Pincode));
        ForwardedRequest.Of(page).Headers["Remote-Auth-Method"].ShouldBe("pincode");
        app.Decisions(AuthMethod.Pincode, "valid_pincode").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldContain(entry => (int)entry.Decision == 104);
    }

    [Fact]
    public async Task Password_Wrong_ShowsTheFormAgainAndThenThrottles()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        for (var i = 0; i < 3; i++)
        {
            form = await browser.PostAsync(form, "/sign-in/password", ("password", "wrong password"));
            form.Status.ShouldBe(HttpStatusCode.Unauthorized);
            form.Text.ShouldContain("The password is wrong.");
        }

        // The correct password does not help any more.
        var blocked = await browser.PostAsync(form, "/sign-in/password", ("password", Password));
        blocked.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        blocked.Headers["Retry-After"].ShouldBe("900");
        blocked.Text.ShouldContain("Try again in 15 min.");
        app.Decisions(AuthMethod.Password, "no_more_methods").ShouldBe(4);
        app.Failures(AuthMethod.Password, "invalid_credentials").ShouldBe(3);
        app.Failures(AuthMethod.Password, "throttled").ShouldBe(1);
        app.Server.Logs.ToString().ShouldNotContain(Password);
    }

    [Fact]
    public async Task Password_Changed_EndsItsSessionsAtOnceAndNoOthers()
    {
        await using var app = await SignInApp.StartAsync(new() { Methods = ["password", "pincode"], Password = Password, Pincode = Pincode });
        using var byPassword = new TestBrowser();
        using var byPincode = new TestBrowser();
        await byPassword.SubmitAsync(await byPassword.OpenAsync(app.At("/")), "/sign-in/password", ("password", Password));
        await byPincode.SubmitAsync(await byPincode.OpenAsync(app.At("/")), "/sign-in/pincode", ("pincode", Pincode));

        await app.SetAsync("app", new() { Methods = ["password", "pincode"], Password = "another password" });
        (await byPassword.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await byPincode.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.OK);
        app.Metric("pangolin_token_revoked_total", ("reason", "password_change")).ShouldBe(1);

        await app.SetAsync("app", new() { Methods = ["password"] });
        (await byPincode.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Metric("pangolin_token_revoked_total", ("reason", "administrator")).ShouldBe(1);
        (await app.Sessions.ListAsync(10, 0, TestContext.Current.CancellationToken)).ShouldNotContain(session => session.Kind == SessionKind.Resource);
    }

    [Fact]
    public async Task Method_NotOfThePolicy_IsRejected()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        // The form of another method with the valid fields of this one.
        var page = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(form.Address, "/sign-in/pincode"))
        {
            Content = new FormUrlEncodedContent([.. form.HiddenFields("/sign-in/password"), KeyValuePair.Create("pincode", "")]),
        });
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
