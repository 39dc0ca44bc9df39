using System.Net;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>Attacks on the way from the sign-in page to the host of the resource.</summary>
public sealed class HandoverTests
{
    private const string Password = "open sesame 42";

    private static readonly SignInPolicyInput ByPassword = new() { Methods = ["password"], Password = Password };

    [Fact]
    public async Task Code_UsedTwice_IsRejected205()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var code = await CodeAsync(app, browser);
        (await browser.GetAsync(code)).Status.ShouldBe(HttpStatusCode.Redirect);
        var again = await browser.GetAsync(code);
        again.Status.ShouldBe(HttpStatusCode.Forbidden);
        again.Text.ShouldContain("Start again");
        app.Failures(AuthMethod.None, "temporary_token").ShouldBe(1);
        ((int)(await app.DecisionsAsync()).Single(entry => entry.Failure == AuthFailureReason.TemporaryToken).Decision).ShouldBe(205);
    }

    [Fact]
    public async Task Code_InAnotherBrowser_IsRejectedAndUsedUp()
    {
        // Login CSRF: an attacker sends the code of another sign-in to a victim. Theft of a code: the other way round.
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var attacker = new TestBrowser();
        using var victim = new TestBrowser();
        var code = await CodeAsync(app, attacker);
        await victim.OpenAsync(app.At("/"));
        (await victim.GetAsync(code)).Status.ShouldBe(HttpStatusCode.Forbidden);
        victim.Cookies.Keys.ShouldNotContain((SignInApp.Host, "pangolin_resource"));
        (await attacker.GetAsync(code)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Code_OfAnotherResource_IsRejected()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        await app.AddAsync("other", ByPassword, "other.example.test");
        using var browser = new TestBrowser();
        var code = await CodeAsync(app, browser);
        browser.Cookies[("other.example.test", "pangolin_browser")] = browser.Cookies[(SignInApp.Host, "pangolin_browser")];
        (await browser.GetAsync(app.At(code.PathAndQuery, "other.example.test"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Session_OfAnotherResource_IsNotValid()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        await app.AddAsync("other", ByPassword, "other.example.test");
        using var browser = new TestBrowser();
        await browser.FollowAsync(await browser.GetAsync(await CodeAsync(app, browser)));
        browser.Cookies[("other.example.test", "pangolin_resource")] = browser.Cookies[(SignInApp.Host, "pangolin_resource")];
        // Known from the first resource, and new.
        (await browser.GetAsync(app.At("/", "other.example.test"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Sessions.Revoked(RevocationReason.Administrator, 1);
        (await browser.GetAsync(app.At("/", "other.example.test"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Code_AfterAMinute_IsRejected()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByPassword, time: time);
        using var browser = new TestBrowser();
        var code = await CodeAsync(app, browser);
        time.Advance(HandoverCodes.Lifetime);
        (await browser.GetAsync(code)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Code_AfterThePolicyChanged_IsRejected()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var code = await CodeAsync(app, browser);
        await app.SetAsync("app", new() { Methods = ["pincode"], Pincode = "123456" });
        (await browser.GetAsync(code)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Code_InThePlaceOfASession_IsRejected205()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var code = await CodeAsync(app, browser);
        browser.Cookies[(SignInApp.Host, "pangolin_resource")] = code.Query["?code=".Length..];
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
        app.Decisions(AuthMethod.None, "temporary_token").ShouldBe(1);
    }

    [Fact]
    public async Task Session_PlantedByAnAttacker_IsReplaced()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var planted = new string('a', 43);
        browser.Cookies[(SignInApp.Host, "pangolin_resource")] = planted;
        await browser.FollowAsync(await browser.GetAsync(await CodeAsync(app, browser)));
        browser.Cookies[(SignInApp.Host, "pangolin_resource")].ShouldNotBe(planted);
        using var attacker = new TestBrowser();
        attacker.Cookies[(SignInApp.Host, "pangolin_resource")] = planted;
        (await attacker.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("x.y")]
    [InlineData("e30.AAAA")]
    public async Task Ticket_Invalid_IsRejected(string ticket)
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var page = await browser.GetAsync(new Uri(app.Server.Address, $"/sign-in?ticket={ticket}"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Open the address of the service again.");
    }

    [Fact]
    public async Task Ticket_ChangedOrExpired_IsRejected()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByPassword, time: time);
        using var browser = new TestBrowser();
        var address = (await browser.GetAsync(app.At("/"))).Location!;
        var parts = address.Query["?ticket=".Length..].Split('.');
        var text = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        text.ShouldContain(SignInApp.Host);
        var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text.Replace(SignInApp.Host, "evil.example.test", StringComparison.Ordinal)));
        (await browser.GetAsync(new Uri(address, $"?ticket={forged}.{parts[1]}"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync(address)).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(Tickets.Lifetime);
        (await browser.GetAsync(address)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("//evil.example.test/")]
    [InlineData("//evil.example.test/%2f..")]
    [InlineData("/\\evil.example.test/")]
    [InlineData("/%5c%5cevil.example.test/")]
    [InlineData("/%2f%2fevil.example.test/")]
    [InlineData("/@evil.example.test/")]
    [InlineData("/.evil.example.test")]
    [InlineData("/%0d%0aLocation:%20http://evil.example.test/")]
    [InlineData("/?next=http://evil.example.test/")]
    [InlineData("/https://evil.example.test/")]
    public async Task Return_ToHostilePath_StaysAtTheHost(string path)
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        // The verbatim path: Uri would normalize some.
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{SignInApp.Host}:{app.Port}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var form = await browser.FollowAsync(await browser.SendAsync(request, isNavigation: true));
        var page = await browser.PostAsync(form, "/sign-in/password", ("password", Password));
        while (page.Location is { } next)
        {
            next.Authority.ShouldBe($"{SignInApp.Host}:{app.Port}");
            page.Headers["Location"].ShouldStartWith($"http://{SignInApp.Host}:{app.Port}/");
            page.Headers["Location"].ShouldAllBe(c => c > ' ' && c <= '~' && c != '\\');
            page = await browser.GetAsync(next);
        }
        page.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("app.example.test:9")]
    [InlineData("app.example.test:65535")]
    [InlineData("app.example.test:443")]
    public async Task Return_ToAnotherPort_IsRejected(string host)
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var page = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, app.At("/")) { Headers = { Host = host } }, isNavigation: true);
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("add it to public_ports");
        page.Location.ShouldBeNull();
    }

    [Theory]
    [InlineData("app.example.test", "http://app.example.test/.pangolin/session?code=")]
    [InlineData("APP.example.test:9443", "http://app.example.test:9443/.pangolin/session?code=")]
    public async Task Return_ToAPortOfTheProxy_IsAllowed(string host, string expected)
    {
        await using var app = await SignInApp.StartAsync(ByPassword, settings: ["sign_in:public_ports:0=9443"]);
        using var browser = new TestBrowser();
        var start = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, app.At("/")) { Headers = { Host = host } }, isNavigation: true);
        var page = await browser.PostAsync(await browser.FollowAsync(start), "/sign-in/password", ("password", Password));
        page.Location!.AbsoluteUri.ShouldStartWith(expected);
    }

    [Fact]
    public async Task Form_FromAnotherSiteOrWithoutToken_IsRejected()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        var fields = form.HiddenFields("/sign-in/password").Append(KeyValuePair.Create("password", Password)).ToList();
        var foreign = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(form.Address, "/sign-in/password"))
        {
            Content = new FormUrlEncodedContent(fields),
            Headers = { { "Origin", "https://evil.example.test" }, { "Sec-Fetch-Site", "cross-site" } },
        });
        foreign.Status.ShouldBe(HttpStatusCode.Forbidden);
        var without = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(form.Address, "/sign-in/password"))
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Key != "antiforgery")),
        });
        without.Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.PostAsync(form, "/sign-in/password", ("password", Password))).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Cookies_OverHttps_AreBoundToTheHost()
    {
        using var certificate = TestCertificate.Create();
        await using var app = await SignInApp.StartAsync(ByPassword, certificate: certificate);
        using var browser = new TestBrowser();
        await browser.SubmitAsync(await browser.OpenAsync(app.At("/")), "/sign-in/password", ("password", Password));
        var ours = browser.SetCookies.Where(cookie => cookie.StartsWith("__Host-", StringComparison.Ordinal)).ToList();
        ours.Select(cookie => cookie.Split('=')[0]).ShouldBe(["__Host-pangolin_browser", "__Host-pangolin_resource"]);
        foreach (var cookie in ours)
        {
            var attributes = cookie.ToLowerInvariant().Split("; ");
            attributes.ShouldContain("secure");
            attributes.ShouldContain("httponly");
            attributes.ShouldContain("samesite=lax");
            attributes.ShouldContain("path=/");
            attributes.ShouldNotContain(attribute => attribute.StartsWith("domain", StringComparison.Ordinal));
        }
        // The name without the prefix, which another host of the domain could set, has no effect.
        using var other = new TestBrowser();
        other.Cookies[(SignInApp.Host, "pangolin_resource")] = browser.Cookies[(SignInApp.Host, "__Host-pangolin_resource")];
        (await other.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>Signs in and returns the address with the code.</summary>
    private static async Task<Uri> CodeAsync(SignInApp app, TestBrowser browser)
    {
        var page = await browser.PostAsync(await browser.OpenAsync(app.At("/")), "/sign-in/password", ("password", Password));
        page.Location.ShouldNotBeNull(page.Text);
        return page.Location;
    }
}
