using System.Net;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>The decisions without a session, and the responses to denied clients.</summary>
public sealed class GateTests
{
    private const string Password = "open sesame 42";

    private static readonly SignInPolicyInput ByPassword = new() { Methods = ["password"], Password = Password };

    [Fact]
    public async Task Request_NoSignInRequired_IsAllowed101()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var browser = new TestBrowser();
        ForwardedRequest.Of(await browser.GetAsync(app.At("/"))).Headers.ShouldNotContainKey("Remote-Auth-Method");
        app.Decisions(AuthMethod.None, "no_sign_in_required").ShouldBe(1);
        ((int)(await app.DecisionsAsync()).ShouldHaveSingleItem().Decision).ShouldBe(101);
    }

    [Fact]
    public async Task Request_RuleAllows_IsAllowed100()
    {
        await using var app = await SignInApp.StartAsync(ByPassword with { Rules = [new("allow", "/public/*", null)] });
        using var browser = new TestBrowser();
        ForwardedRequest.Of(await browser.GetAsync(app.At("/public/logo.svg")));
        app.Decisions(AuthMethod.Rule, "allowed_by_rule").ShouldBe(1);
        foreach (var path in new[] { "/PUBLIC/logo.svg", "/public/..%2fadmin", "/public/%252e%252e/admin", "/public//x", "/public/;x/y", "/public/..;/admin", "/public%5c..%5cadmin", "/publicity" })
            (await browser.GetAsync(app.At(path))).Status.ShouldBe(HttpStatusCode.Redirect, path);
        ((int)(await app.DecisionsAsync()).Single(entry => entry.Method == AuthMethod.Rule).Decision).ShouldBe(100);
    }

    [Fact]
    public async Task Request_RuleDenies_IsDenied203()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput { Rules = [new("deny", "/admin/*", null)] });
        using var browser = new TestBrowser();
        foreach (var path in new[] { "/admin/users", "/admin", "/ADMIN/", "//admin/x", "/x/..%2fadmin/y", "/%2561dmin/x", "/admin;a=b/x", "/x%5c..%5cadmin/" })
        {
            var page = await browser.GetAsync(app.At(path));
            page.Status.ShouldBe(HttpStatusCode.Forbidden, path);
            page.Text.ShouldContain("Access denied");
        }
        ForwardedRequest.Of(await browser.GetAsync(app.At("/administration")));
        app.Decisions(AuthMethod.Rule, "dropped_by_rule").ShouldBe(8);
        app.Failures(AuthMethod.Rule, "dropped_by_rule").ShouldBe(8);
        ((int)(await app.DecisionsAsync()).Single(entry => entry.Failure is not null).Decision).ShouldBe(203);
    }

    [Fact]
    public async Task Request_RuleForAddress_IsAppliedFirst()
    {
        await using var app = await SignInApp.StartAsync(ByPassword with { Rules = [new("sign_in", "/api/*", null), new("allow", null, "127.0.0.0/8"), new("deny", null, null)] });
        using var browser = new TestBrowser();
        ForwardedRequest.Of(await browser.GetAsync(app.At("/")));
        (await browser.GetAsync(app.At("/api/x"))).Status.ShouldBe(HttpStatusCode.Redirect);
        await app.SetAsync("app", ByPassword with { Rules = [new("allow", null, "10.0.0.0/8"), new("deny", null, null)] });
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        // Also the routes of the sign-in.
        (await browser.GetAsync(app.At("/.pangolin/session?code=x"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Request_ResourceBlocked_IsDenied202()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        await BlockAsync(app);
        using var browser = new TestBrowser();
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        app.Failures(AuthMethod.None, "resource_blocked").ShouldBe(1);
        ((int)(await app.DecisionsAsync()).ShouldHaveSingleItem().Decision).ShouldBe(202);
    }

    [Fact]
    public async Task Request_UnknownHost_IsRecorded201()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var browser = new TestBrowser();
        (await browser.GetAsync(app.At("/", "unknown.example.test"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync(app.At("/.pangolin/session", "unknown.example.test"))).Status.ShouldBe(HttpStatusCode.NotFound);
        app.Metric("pangolin_auth_requests_total", ("auth_method", "none"), ("result", "resource_not_found")).ShouldBe(2);
        var entry = (await app.DecisionsAsync())[0];
        ((int)entry.Decision).ShouldBe(201);
        entry.ResourceId.ShouldBeNull();
    }

    [Theory]
    [InlineData("Accept", "application/json")]
    [InlineData("Accept", "*/*")]
    [InlineData("Sec-Fetch-Mode", "cors")]
    [InlineData("Upgrade", "websocket")]
    public async Task Request_OfAProgram_GetsJson401(string header, string value)
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, app.At("/api"));
        if (header != "Accept")
            request.Headers.Add("Accept", "text/html");
        request.Headers.TryAddWithoutValidation(header, value);
        if (header == "Upgrade")
            request.Headers.Connection.Add("Upgrade");
        var page = await browser.SendAsync(request);
        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.Text.ShouldBe("""{"error":"Unauthorized","message":"Sign in to use this service."}""");
        page.Headers.ShouldNotContainKey("WWW-Authenticate");
        app.Decisions(AuthMethod.None, "no_session").ShouldBe(1);
        ((int)(await app.DecisionsAsync()).ShouldHaveSingleItem().Decision).ShouldBe(204);
    }

    [Fact]
    public async Task Form_OfAPersonWithoutSession_GetsAPageWithALink()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var page = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, app.At("/save")) { Content = new StringContent("x") }, isNavigation: true);
        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        var form = await browser.OpenAsync(page.Link("Sign in"));
        var back = await browser.SubmitAsync(form, "/sign-in/password", ("password", Password));
        back.Address.ShouldBe(app.At("/"));
    }

    [Fact]
    public async Task Pages_OfTheSignIn_HaveAStrictPolicyAndNoScript()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        form.Headers["Content-Security-Policy"].ShouldMatch($"^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; form-action 'self' http://{SignInApp.Host}:{app.Port}; frame-ancestors 'none'; base-uri 'none'$");
        form.Headers["Cache-Control"].ShouldBe("no-store");
        form.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        form.Text.ShouldContain("<html lang=\"en\">");
        form.Text.ShouldContain("<label for=\"password\">");
        form.Text.ShouldNotContain("<script");
    }

    [Fact]
    public async Task NameOfAResource_WithHtml_IsEncoded()
    {
        await using var app = await SignInApp.StartEmptyAsync();
        await app.Server.AddResourceAsync(new Resource { Id = "app", Name = "<b>\"x\"", SiteId = SignInApp.Site, Kind = ResourceKind.Http, Host = SignInApp.Host });
        await app.SetAsync("app", ByPassword);
        using var browser = new TestBrowser();
        (await browser.OpenAsync(app.At("/"))).Text.ShouldContain("Sign in to &lt;b&gt;&quot;x&quot;");
    }

    [Fact]
    public async Task AdmitTcp_Rules_DecideByAddress()
    {
        await using var app = await SignInApp.StartEmptyAsync();
        await app.Server.AddResourceAsync(new Resource { Id = "db", Name = "db", SiteId = SignInApp.Site, Kind = ResourceKind.Tcp, Port = 9500 });
        await app.SetAsync("db", new() { Rules = [new("allow", null, "192.168.0.0/16"), new("allow", null, "2001:db8::/32"), new("deny", null, null)] });
        var resource = app.Server.Inventory.Current.Resources["db"];
        app.Gate.AdmitTcp(IPAddress.Parse("192.168.7.1"), resource).ShouldBeTrue();
        app.Gate.AdmitTcp(IPAddress.Parse("::ffff:192.168.7.1"), resource).ShouldBeTrue();
        app.Gate.AdmitTcp(IPAddress.Parse("2001:db8:1::5"), resource).ShouldBeTrue();
        app.Gate.AdmitTcp(IPAddress.Parse("192.169.0.1"), resource).ShouldBeFalse();
        app.Gate.AdmitTcp(IPAddress.Parse("2001:db9::1"), resource).ShouldBeFalse();
        app.Decisions(AuthMethod.Rule, "allowed_by_rule").ShouldBe(3);
        app.Decisions(AuthMethod.Rule, "dropped_by_rule").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldAllBe(entry => entry.Path == null);
        app.Gate.AdmitTcp(IPAddress.Loopback, resource with { Id = "unknown" }).ShouldBeFalse();
    }

    [Fact]
    public async Task Policy_InvalidInTheDatabase_DeniesAllRequests()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        var cancellation = TestContext.Current.CancellationToken;
        await app.Database.WriteAsync(session => session.ExecuteAsync("UPDATE pangolin_sign_in SET policy = '{\"rules\":[{\"action\":\"Allow\",\"address\":\"10\"}]}'"), cancellation);
        await app.Policies.RefreshAsync(cancellation);
        using var browser = new TestBrowser();
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        app.Server.Logs.ToString().ShouldContain("The stored sign-in policy of the resource app is invalid");
    }

    [Fact]
    public async Task Resource_CreatedByAnotherServer_IsNotOpenBeforeItsPolicyIsKnown()
    {
        await using var app = await SignInApp.StartEmptyAsync();
        var resource = new Resource { Id = "new", Name = "new", SiteId = SignInApp.Site, Kind = ResourceKind.Http, Host = SignInApp.Host };
        var cancellation = TestContext.Current.CancellationToken;
        await app.Database.WriteAsync(async session =>
        {
            await InventoryStore.AddAsync(session, resource);
            await SignInPolicyStore.WriteAsync(session, "new", new SignInPolicy { Methods = [AuthMethod.Password], PasswordHash = "x" });
        }, cancellation);
        await app.Server.Inventory.RefreshAsync(cancellation);
        app.Policies.Get("new").ShouldBeNull();
        using var browser = new TestBrowser();
        (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Request_DatabaseUnavailable_Gets503()
    {
        await using var app = await SignInApp.StartAsync(ByPassword);
        using var browser = new TestBrowser();
        await app.Database.WriteAsync(session => session.ExecuteAsync("DROP TABLE pangolin_sessions"), TestContext.Current.CancellationToken);
        browser.Cookies[(SignInApp.Host, "pangolin_resource")] = new string('x', 43);
        var page = await browser.GetAsync(app.At("/"));
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers["Retry-After"].ShouldBe("5");
        app.Failures(AuthMethod.None, "provider_failed").ShouldBe(1);
        for (var i = 0; i < 200; i++)
            (await browser.GetAsync(app.At("/"))).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        app.Server.Logs.ToString().Split('\n').Count(line => line.Contains("Cannot decide about a request to the resource app", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task BlockAsync(SignInApp app)
    {
        var blocked = app.Server.Inventory.Current.Resources["app"] with { Blocked = true };
        await app.Database.WriteAsync(session => InventoryStore.UpdateAsync(session, blocked), TestContext.Current.CancellationToken);
        await app.Server.Inventory.RefreshAsync(TestContext.Current.CancellationToken);
    }
}
