using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Tunnels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Console;

public sealed class ApiTests
{
    [Fact]
    public async Task Sites_CreatedChangedAndDeleted_FollowTheirLifeCycle()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        using var created = await client.PostAsync("/api/v1/sites", new { name = "Büro 7, Köln", region = "eu" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.OriginalString.ShouldBe("/api/v1/sites/b-ro-7-k-ln");
        created.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var body = await ConsoleClient.JsonAsync(created);
        body.GetProperty("secret").GetString()!.Length.ShouldBe(43);
        body.GetProperty("command").GetString().ShouldBe($"vernier site --server http://{host.Address.Authority} --id b-ro-7-k-ln --secret-file b-ro-7-k-ln.secret --target NAME=URL");

        using var read = await client.GetAsync("/api/v1/sites/b-ro-7-k-ln");
        var version = read.Headers.ETag!.Tag;
        (await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain(body.GetProperty("secret").GetString()!);
        using var changed = await client.PutAsync("/api/v1/sites/b-ro-7-k-ln", new { name = "Cologne" }, version);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var late = await client.PutAsync("/api/v1/sites/b-ro-7-k-ln", new { name = "Other" }, version);
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        (await client.JsonAsync("/api/v1/sites?limit=1")).GetProperty("total").GetInt32().ShouldBe(1);
        using var deleted = await client.DeleteAsync("/api/v1/sites/b-ro-7-k-ln");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await client.DeleteAsync("/api/v1/sites/b-ro-7-k-ln");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":""}""", 422, "The name must have 1 to 100 visible characters")]
    [InlineData("""{"name":"x","id":"UPPER","region":"a b"}""", 422, "The region must consist")]
    [InlineData("""{"name":"x","id":"9a"}""", 422, "start with a letter")]
    [InlineData("""{"name":"日本"}""", 422, "The identifier must consist")]
    [InlineData("""{"nam":"x"}""", 400, "Allowed are id, name, region.")]
    [InlineData("""{"name":"x","name":"y"}""", 400, "Duplicate member")]
    [InlineData("""{}""", 400, "Required members are missing")]
    [InlineData("""[]""", 400, "Invalid JSON")]
    public async Task Sites_InvalidBody_IsRejectedWithTheReason(string body, int status, string reason)
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        using var response = await client.PostAsync("/api/v1/sites", JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = true }).RootElement);

        ((int)response.StatusCode).ShouldBe(status);
        (await ConsoleClient.JsonAsync(response)).GetProperty("message").GetString()!.ShouldContain(reason);
    }

    [Fact]
    public async Task Sites_DeletedOrSecretReplaced_TheTunnelIsClosed()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var created = await client.PostAsync("/api/v1/sites", new { name = "A", id = "s-a" });
        var options = host.SiteOptions("s-a", "web=http://127.0.0.1:9");
        options.Secret = (await ConsoleClient.JsonAsync(created)).GetProperty("secret").GetString()!;
        await host.ConnectAsync(options);
        await Waiting.UntilAsync(() => host.States.Of("s-a").Online, "the site is online");
        (await client.JsonAsync("/api/v1/sites/s-a")).GetProperty("transports")[0].GetString().ShouldBe("websocket");

        using var rotated = await client.PostAsync("/api/v1/sites/s-a/secret", new { });
        rotated.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Waiting.UntilAsync(() => !host.States.Of("s-a").Online, "the site with the old secret is offline");

        options.Secret = (await ConsoleClient.JsonAsync(rotated)).GetProperty("secret").GetString()!;
        await host.ConnectAsync(options);
        using var deleted = await client.DeleteAsync("/api/v1/sites/s-a");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Waiting.UntilAsync(() => host.Services.GetRequiredService<TunnelHub>().LocalSites.Count == 0, "the tunnel is closed");
    }

    [Fact]
    public async Task Resources_CreatedChangedAndDeleted_FollowTheirLifeCycle()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");

        using var created = await client.PostAsync("/api/v1/resources", new
        {
            name = "Wiki",
            siteId = "s-a",
            host = "WIKI.Exämple.com",
            targets = new object[] { new { name = "b", weight = 3 }, new { name = "a", healthPath = "/up" } },
        });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var resource = host.Inventory.Current.ByHost["wiki.xn--exmple-cua.com"];
        resource.Targets.Select(target => (target.Name, target.Weight, target.HealthPath)).ShouldBe([("a", 1, "/up"), ("b", 3, null)]);
        (await client.JsonAsync("/api/v1/resources/wiki/sign-in")).GetProperty("methods").GetArrayLength().ShouldBe(0);

        using var put = await client.PutAsync("/api/v1/resources/wiki/targets/c", new { name = "c", draining = true });
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var removed = await client.DeleteAsync("/api/v1/resources/wiki/targets/a");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.JsonAsync("/api/v1/resources/wiki/targets")).GetProperty("items").EnumerateArray().Select(target => target.GetProperty("name").GetString()).ShouldBe(["b", "c"]);

        using var site = await client.DeleteAsync("/api/v1/sites/s-a");
        site.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ConsoleClient.JsonAsync(site)).GetProperty("message").GetString()!.ShouldContain("wiki");
        var session = await host.Services.GetRequiredService<Sessions>().CreateAsync(SessionKind.Resource, null, "wiki", AuthMethod.Password, "x", TestContext.Current.CancellationToken);
        using var deleted = await client.DeleteAsync("/api/v1/resources/wiki");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.Services.GetRequiredService<Sessions>().ValidateAsync(session.Token, SessionKind.Resource, "wiki", TestContext.Current.CancellationToken)).ShouldBeNull();
        host.Metric("pangolin_token_revoked_total", ("reason", "resource_deleted")).ShouldBe(1);
    }

    [Fact]
    public async Task Resources_InvalidValues_AreReportedTogether()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        using var response = await client.PostAsync("/api/v1/resources", new
        {
            name = " ",
            id = "Bad",
            siteId = "none",
            host = "192.0.2.1",
            port = 1,
            targets = new object[] { new { name = "a b", weight = 0, healthPath = "up" }, new { name = "a b" } },
        });

        ((int)response.StatusCode).ShouldBe(422);
        (await ConsoleClient.JsonAsync(response)).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ShouldBe(
            ["name", "id", "siteId", "host", "port", "targets[0].name", "targets[0].weight", "targets[0].healthPath", "targets[1].name", "targets[1].name"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("proxy:tcp_ports=18960-18969", "The port must be a number from 18960 to 18969")]
    [InlineData("proxy:tcp_ports=", "TCP resources are off.")]
    public async Task Resources_PortOutsideOfTheRange_IsRejected(string setting, string message)
    {
        await using var host = await StartAsync(setting);
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");

        using var response = await client.PostAsync("/api/v1/resources", new { name = "SSH", siteId = "s-a", kind = "tcp", port = 22 });

        ((int)response.StatusCode).ShouldBe(422);
        (await ConsoleClient.JsonAsync(response)).GetProperty("message").GetString()!.ShouldContain(message);
    }

    [Theory]
    [InlineData("wiki", "other.test", null, "identifier wiki")]
    [InlineData("wiki2", "wiki.test", null, "host name wiki.test")]
    [InlineData("tcp2", null, 18_950, "port 18950")]
    public async Task Resources_TakenValues_AreConflicts(string id, string? name, int? port, string message)
    {
        await using var host = await StartAsync("proxy:tcp_ports=18950-18959");
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a");
        using var http = await client.PostAsync("/api/v1/resources", new { name = "Wiki", siteId = "s-a", host = "wiki.test" });
        using var tcp = await client.PostAsync("/api/v1/resources", new { name = "SSH", siteId = "s-a", kind = "tcp", port = 18_950 });
        http.StatusCode.ShouldBe(HttpStatusCode.Created);
        tcp.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var response = await client.PostAsync("/api/v1/resources", new { name = "Other", id, siteId = "s-a", kind = port is null ? "http" : "tcp", host = name, port });

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ConsoleClient.JsonAsync(response)).GetProperty("message").GetString()!.ShouldContain(message);
    }

    [Fact]
    public async Task Session_PasswordChanged_OtherSessionsEnd()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var other = await ConsoleClient.SignInAsync(host);
        using var wrong = await client.PutAsync("/api/v1/session/password", new { currentPassword = "wrong", newPassword = "another password" });
        ((int)wrong.StatusCode).ShouldBe(422);

        using var changed = await client.PutAsync("/api/v1/session/password", new { currentPassword = ConsoleClient.Password, newPassword = "another password" });

        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var own = await client.GetAsync("/api/v1/session");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var ended = await other.GetAsync("/api/v1/session");
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_RepeatedWrongPasswords_AreThrottled()
    {
        await using var host = await StartAsync("console:max_failed_sign_ins=2");
        using var client = ConsoleClient.Anonymous(host);
        List<int> statuses = [];
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.PostAsync("/api/v1/session", new { name = "unknown", password = "wrong password" });
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([401, 401, 429]);
    }

    [Fact]
    public async Task Users_CreatedChangedAndDeleted_FollowTheirLifeCycle()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var created = await client.PostAsync("/api/v1/users", new { name = "anna", password = ConsoleClient.Password, email = "anna@example.org" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var user = await ConsoleClient.JsonAsync(created);
        user.GetProperty("role").GetString().ShouldBe("member");
        user.ToString().ShouldNotContain("hash", Case.Insensitive);
        var path = created.Headers.Location!.OriginalString;
        using var anna = await ConsoleClient.SignInAsync(host, "anna");

        using var changed = await client.PutAsync(path, new { role = "admin" });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var ended = await anna.GetAsync("/api/v1/session");
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var password = await client.PutAsync(path + "/password", new { password = "short" });
        ((int)password.StatusCode).ShouldBe(422);
        using var deleted = await client.DeleteAsync(path);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await client.GetAsync(path);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_OfTheSystem_CanBeRead()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);

        (await client.JsonAsync("/api/v1/health")).GetProperty("status").GetString().ShouldBe("healthy");
        (await client.JsonAsync("/api/v1/certificates")).GetProperty("total").GetInt32().ShouldBe(0);
        (await client.JsonAsync("/api/v1/sessions")).GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("console");
        (await client.JsonAsync("/api/v1/decisions?limit=5")).ValueKind.ShouldBe(JsonValueKind.Array);
        (await client.JsonAsync("/api/v1/jobs")).ValueKind.ShouldBe(JsonValueKind.Array);
        using var invalid = await client.GetAsync("/api/v1/sites?limit=0");
        invalid.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ConsoleClient.JsonAsync(invalid)).GetProperty("message").GetString()!.ShouldContain("1 to 500");
        using var notANumber = await client.GetAsync("/api/v1/sites?limit=x");
        notANumber.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task OpenApi_Document_IsValidAndDescribesAllRoutes()
    {
        await using var host = await StartAsync();
        using var response = await host.Client.GetAsync("/api/v1/openapi.json", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        var read = await OpenApiDocument.LoadAsync(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), "json", cancellationToken: TestContext.Current.CancellationToken);

        read.Diagnostic!.Errors.ShouldBeEmpty();
        var document = read.Document!;
        document.Paths.Keys.ShouldContain("/api/v1/resources/{id}/sign-in");
        document.Paths.Keys.ShouldAllBe(path => path.StartsWith("/api/v1/", StringComparison.Ordinal));
        var operations = document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (Path: path.Key, Method: operation.Key, Operation: operation.Value))).ToList();
        operations.Where(o => string.IsNullOrEmpty(o.Operation.Summary)).Select(o => $"{o.Method} {o.Path}").ShouldBeEmpty();
        document.Components!.Schemas!.Values.ShouldContain(schema => schema.Enum != null && schema.Enum.Any(value => value.GetValue<string>() == "http"));
    }

    private static Task<PangolinHost> StartAsync(params string[] settings) => PangolinHost.StartAsync(settings, pangolin: ConsoleClient.FastPasswords);
}
