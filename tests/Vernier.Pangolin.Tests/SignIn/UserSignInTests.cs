using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>Users of the server, and the lifetime of sessions.</summary>
public sealed class UserSignInTests
{
    private static readonly SignInPolicyInput ByUser = new() { Methods = ["session"] };

    [Fact]
    public async Task User_SignsIn_IsAllowed107AndNamed()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        var forwarded = ForwardedRequest.Of(await SignInAsync(app, browser, "Ada"));
        forwarded.Headers["Remote-User"].ShouldBe("ada");
        forwarded.Headers["Remote-Auth-Method"].ShouldBe("session");
        (await app.DecisionsAsync()).ShouldContain(entry => (int)entry.Decision == 107 && entry.Subject == "ada");
        await Testing.Waiting.UntilAsync(() => app.Metric("pangolin_auth_active_users", ("site_id", SignInApp.Site), ("auth_method", "session")) == 1, "one active user");
    }

    [Fact]
    public async Task User_UnknownWrongOrNotAllowed_GetsTheSameMessage()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        var ada = await app.AddUserAsync("ada");
        await app.AddUserAsync("bob");
        await app.SetAsync("app", ByUser with { Users = [ada.Id] });
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        foreach (var (name, password) in new[] { ("eve", PangolinHost.Secret), ("ada", "wrong"), ("bob", PangolinHost.Secret) })
        {
            var page = await browser.PostAsync(form, "/sign-in/user", ("name", name), ("user-password", password));
            page.Status.ShouldBe(HttpStatusCode.Unauthorized);
            page.Text.ShouldContain("The user name or the password is wrong, or the user may not use this service.");
        }
        ForwardedRequest.Of(await SignInAsync(app, browser, "ada"));
        // A password that was typed into the wrong field is not recorded.
        (await app.DecisionsAsync()).ShouldAllBe(entry => entry.Subject == null || entry.Subject == "ada");
    }

    [Fact]
    public async Task User_Deleted_LosesTheSessionAtOnce()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        var user = await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        await SignInAsync(app, browser, "ada");
        await app.Server.Services.GetRequiredService<Users>().DeleteAsync(user.Id, TestContext.Current.CancellationToken);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Metric("pangolin_token_revoked_total", ("reason", "user_deleted")).ShouldBe(1);
    }

    [Fact]
    public async Task User_DeletedBeforeTheCodeIsExchanged_GetsNoSession()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        var user = await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        var page = await browser.PostAsync(await browser.OpenAsync(app.At("/")), "/sign-in/user", ("name", "ada"), ("user-password", PangolinHost.Secret));
        await app.Server.Services.GetRequiredService<Users>().DeleteAsync(user.Id, TestContext.Current.CancellationToken);
        (await browser.GetAsync(page.Location!)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Session_RevokedByAnAdministrator_EndsAtOnce()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        await SignInAsync(app, browser, "ada");
        var session = (await app.Sessions.ListAsync(10, 0, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        await app.Sessions.RevokeAsync(session.Id, RevocationReason.Administrator, TestContext.Current.CancellationToken);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Session_EndedByAnotherServer_IsValidForAtMostThreeSeconds()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByUser, time: time);
        await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        await SignInAsync(app, browser, "ada");
        // Another server writes to the same database. Without a read for each request this server does not notice at once.
        await app.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM pangolin_sessions"), TestContext.Current.CancellationToken);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(3));
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Session_UsedAfterHalfItsLifetime_IsRenewedWithItsCookie()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByUser, time: time);
        await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        await SignInAsync(app, browser, "ada");
        Jump(time, 14);
        browser.SetCookies.Clear();
        await browser.GetAsync(app.At("/"));
        browser.SetCookies.ShouldBeEmpty();
        Jump(time, 2);
        await browser.GetAsync(app.At("/"));
        browser.SetCookies.ShouldHaveSingleItem().ShouldContain("expires=");
        await browser.GetAsync(app.At("/"));
        browser.SetCookies.Count.ShouldBe(1);
        app.Metric("pangolin_token_refresh_total", ("site_id", SignInApp.Site), ("result", "success")).ShouldBe(1);
        Jump(time, 29);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.OK);
        Jump(time, 31);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Metric("pangolin_token_revoked_total", ("reason", "expired")).ShouldBe(1);
    }

    [Fact]
    public async Task Logout_FromTheOwnPage_EndsTheSession()
    {
        await using var app = await SignInApp.StartAsync(ByUser);
        await app.AddUserAsync("ada");
        using var browser = new TestBrowser();
        await SignInAsync(app, browser, "ada");
        var token = browser.Cookies[(SignInApp.Host, "pangolin_resource")];

        var foreign = new HttpRequestMessage(HttpMethod.Post, app.At("/.pangolin/logout")) { Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Origin", "https://evil.example.test" } } };
        (await browser.SendAsync(foreign)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.OK);

        var question = await browser.GetAsync(app.At("/.pangolin/logout"));
        (await browser.PostAsync(question, "/.pangolin/logout")).Text.ShouldContain("Signed out");
        browser.Cookies.ShouldNotContainKey((SignInApp.Host, "pangolin_resource"));
        browser.Cookies[(SignInApp.Host, "pangolin_resource")] = token;
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Metric("pangolin_token_revoked_total", ("reason", "logout")).ShouldBe(1);
    }

    /// <summary>Days later, and after the time for which sessions are remembered.</summary>
    private static void Jump(AdjustableTime time, int days)
    {
        time.Offset += TimeSpan.FromDays(days);
        time.Advance(TimeSpan.FromSeconds(3));
    }

    private static async Task<TestPage> SignInAsync(SignInApp app, TestBrowser browser, string name) =>
        await browser.SubmitAsync(await browser.OpenAsync(app.At("/")), "/sign-in/user", ("name", name), ("user-password", PangolinHost.Secret));
}
