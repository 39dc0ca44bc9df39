using System.Net;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tests.Console;

public sealed class PageTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&lt;";

    private static readonly string[] AllPages =
    [
        "/sites", "/sites/new", "/sites/s-a", "/sites/s-a/delete", "/sites/s-a/secret", "/resources", "/resources/new", "/resources/wiki", "/resources/wiki/delete",
        "/resources/wiki/sign-in", "/resources/wiki/access-tokens", "/certificates", "/users", "/users/new", "/sessions", "/decisions", "/jobs", "/api-keys", "/account",
    ];

    [Fact]
    public async Task Pages_HostileNames_AreEncoded()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var site = await client.PostAsync("/api/v1/sites", new { name = Hostile, id = "s-a" });
        site.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var resource = await client.PostAsync("/api/v1/resources", new { name = Hostile, id = "wiki", siteId = "s-a", host = "wiki.test", targets = new[] { new { name = "web" } } });
        resource.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var key = await client.PostAsync("/api/v1/api-keys", new { name = Hostile });
        key.StatusCode.ShouldBe(HttpStatusCode.Created);

        foreach (var path in AllPages)
        {
            using var response = await client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            html.ShouldNotContain("<script", Case.Insensitive, path);
            html.ShouldNotContain("\"'&lt;", Case.Sensitive, path);
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
        }
        using var list = await client.GetAsync("/sites");
        (await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;lt;");
    }

    [Fact]
    public async Task Login_ReturnPath_LeadsToOwnPagesOnly()
    {
        await using var host = await StartAsync();
        using (await ConsoleClient.SignInAsync(host))
        {
            foreach (var (path, expected) in ((string, string)[])[("/jobs", "/jobs"), ("//evil.example", "/"), ("https://evil.example", "/"), (@"/\evil.example", "/"), ("/a\r\nX: y", "/")])
            {
                using var client = ConsoleClient.Anonymous(host);
                using var response = await client.SubmitAsync("/login", "/login", ("name", "admin"), ("password", ConsoleClient.Password), ("return", path));
                response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
                response.Headers.Location!.OriginalString.ShouldBe(expected);
            }
            using var anonymous = ConsoleClient.Anonymous(host);
            using var redirected = await anonymous.GetAsync("/resources/wiki");
            redirected.Headers.Location!.OriginalString.ShouldBe("/login?return=%2Fresources%2Fwiki");
        }
    }

    [Fact]
    public async Task Logout_Get_DoesNotSignOut()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        using var get = await client.GetAsync("/logout");
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var still = await client.GetAsync("/sites");
        still.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var post = await client.SubmitAsync("/sites", "/logout");
        post.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var ended = await client.GetAsync("/sites");
        ended.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Sites_Form_ShowsTheSecretAndTheCommandOnce()
    {
        await using var host = await StartAsync("public_url=https://pangolin.example.com/");
        using var client = await ConsoleClient.SignInAsync(host);

        using var response = await client.SubmitAsync("/sites/new", "/sites/new", ("name", "Office"), ("region", "eu"));

        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldContain("vernier site --server https://pangolin.example.com --id office --secret-file office.secret --target NAME=URL");
        html.ShouldContain("<code class=\"copy\" id=\"secret\">");
        using var invalid = await client.SubmitAsync("/sites/new", "/sites/new", ("name", "Office"), ("id", "office"));
        invalid.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await invalid.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("exists already");
    }

    [Fact]
    public async Task Resources_Form_EditsTargetsAndDetectsConcurrentChanges()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");
        using var created = await client.SubmitAsync("/resources/new", "/resources/new", ("name", "Wiki"), ("siteId", "s-a"), ("kind", "http"), ("host", "wiki.test"),
            ("targets[0].name", "web"), ("targets[0].weight", ""), ("targets[1].name", "old"), ("targets[1].weight", "5"), ("targets[1].draining", "true"));
        created.Headers.Location!.OriginalString.ShouldBe("/resources/wiki?notice=published");
        host.Inventory.Current.Resources["wiki"].Targets.ShouldBe([new Target("old", 5, true, null), new Target("web", 1, false, null)]);

        using var saved = await client.SubmitAsync("/resources/wiki", "/resources/wiki", ("name", "Wiki 2"), ("host", "wiki2.test"), ("targets[0].name", "web"), ("targets[0].weight", "7"));
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        host.Inventory.Current.Resources["wiki"].Targets.ShouldBe([new Target("web", 7, false, null)]);
        using var stale = await client.SubmitAsync("/resources/wiki", "/resources/wiki", ("name", "Wiki 3"), ("host", "wiki3.test"), ("version", "0123456789abcdef"));
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        host.Inventory.Current.Resources["wiki"].Name.ShouldBe("Wiki 2");
    }

    [Fact]
    public async Task SignIn_Form_SetsThePolicy()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");
        using var created = await client.PostAsync("/api/v1/resources", new { name = "Wiki", siteId = "s-a", host = "wiki.test" });

        using var saved = await client.SubmitAsync("/resources/wiki/sign-in", "/resources/wiki/sign-in", ("methods", "password"), ("methods", "email"), ("password", "resource password"),
            ("emailAllowed", "anna@example.org\r\n@example.com"), ("rules[0].action", "allow"), ("rules[0].path", "/public/*"));

        using var invalid = await client.SubmitAsync("/resources/wiki/sign-in", "/resources/wiki/sign-in", ("methods", "pincode"));
        ((int)invalid.StatusCode).ShouldBe(422);
        if (saved.StatusCode != HttpStatusCode.SeeOther)
            (await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("smtp", Case.Insensitive);
        using var password = await client.SubmitAsync("/resources/wiki/sign-in", "/resources/wiki/sign-in", ("methods", "password"), ("password", "resource password"),
            ("rules[0].action", "allow"), ("rules[0].path", "/public/*"));
        password.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var policy = await client.JsonAsync("/api/v1/resources/wiki/sign-in");
        policy.GetProperty("methods")[0].GetString().ShouldBe("password");
        policy.GetProperty("hasPassword").GetBoolean().ShouldBeTrue();
        policy.GetProperty("rules")[0].GetProperty("path").GetString().ShouldBe("/public/*");
        policy.ToString().ShouldNotContain("pbkdf2");
    }

    [Fact]
    public async Task AccessTokens_Form_ShowsTheLinkOnce()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");
        using var created = await client.PostAsync("/api/v1/resources", new { name = "Wiki", siteId = "s-a", host = "wiki.test" });

        using var invalid = await client.SubmitAsync("/resources/wiki/access-tokens", "/resources/wiki/access-tokens", ("name", "Guest"), ("days", "0"));
        ((int)invalid.StatusCode).ShouldBe(422);
        using var token = await client.SubmitAsync("/resources/wiki/access-tokens", "/resources/wiki/access-tokens", ("name", "Guest"), ("days", "7"));

        (await token.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("https://wiki.test/?token=pgt_");
        var list = await client.JsonAsync("/api/v1/resources/wiki/access-tokens");
        var id = list.GetProperty("items")[0].GetProperty("id").GetString();
        using var revoked = await client.SubmitAsync("/resources/wiki/access-tokens", $"/resources/wiki/access-tokens/{id}/revoke");
        revoked.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await client.JsonAsync("/api/v1/resources/wiki/access-tokens")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Users_Form_CreatesAndReportsErrors()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        using var invalid = await client.SubmitAsync("/users/new", "/users/new", ("name", "Bad Name"), ("role", "member"), ("password", "short"));
        ((int)invalid.StatusCode).ShouldBe(422);
        (await invalid.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("role=\"alert\"");
        using var created = await client.SubmitAsync("/users/new", "/users/new", ("name", "anna"), ("role", "member"), ("password", ConsoleClient.Password));
        created.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var anna = await ConsoleClient.SignInAsync(host, "anna", UserRole.Member);
        using var start = await anna.GetAsync("/");
        start.Headers.Location!.OriginalString.ShouldBe("/account");
    }

    [Fact]
    public async Task StyleSheet_Path_ChangesWithTheContentAndIsCached()
    {
        await using var host = await StartAsync();
        using var client = ConsoleClient.Anonymous(host);
        var html = await client.Http.GetStringAsync("/setup", TestContext.Current.CancellationToken);
        var path = html.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        using var response = await client.GetAsync(path);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
    }

    private static Task<PangolinHost> StartAsync(params string[] settings) => PangolinHost.StartAsync(settings, pangolin: ConsoleClient.FastPasswords);
}
