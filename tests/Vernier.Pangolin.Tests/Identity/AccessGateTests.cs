using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Tests.Console;

namespace Vernier.Pangolin.Tests.Identity;

public sealed class AccessGateTests
{
    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:1234", HttpStatusCode.Unauthorized)]
    [InlineData("LOCALHOST", HttpStatusCode.Unauthorized)]
    [InlineData("console.example.com", HttpStatusCode.Unauthorized)]
    public async Task InvokeAsync_HostName_MustBeAllowed(string name, HttpStatusCode expected)
    {
        await using var host = await StartAsync("public_url=https://console.example.com");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites") { Headers = { Host = name } };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.MisdirectedRequest)
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("add it to allowed_hosts");
    }

    [Fact]
    public async Task InvokeAsync_SessionWithoutAntiforgeryToken_CannotChangeState()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var bare = await client.Http.PostAsJsonAsync("/api/v1/sites", new { name = "Site" }, TestContext.Current.CancellationToken);
        bare.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await bare.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(Antiforgery.Header);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "Site")]);
        using var page = await client.Http.PostAsync("/sites/new", form, TestContext.Current.CancellationToken);
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.Inventory.Current.Sites.ShouldBeEmpty();

        using var complete = await client.PostAsync("/api/v1/sites", new { name = "Site" });
        complete.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task InvokeAsync_RequestOfAnotherSite_CannotChangeState(string header, string value)
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        client.Http.DefaultRequestHeaders.Add(header, value);

        using var response = await client.PostAsync("/api/v1/sites", new { name = "Site" });

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        host.Inventory.Current.Sites.ShouldBeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_Member_HasNoAccessToAdministration()
    {
        await using var host = await StartAsync();
        using var admin = await ConsoleClient.SignInAsync(host);
        using var member = await ConsoleClient.SignInAsync(host, "anna", UserRole.Member);
        foreach (var path in (string[])["/api/v1/sites", "/api/v1/users", "/api/v1/api-keys", "/sites", "/users", "/decisions"])
        {
            using var response = await member.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
        using var account = await member.GetAsync("/account");
        account.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task InvokeAsync_ApiKey_IsCountedAsIntegration()
    {
        await using var host = await StartAsync();
        var (key, text) = await host.Services.GetRequiredService<ApiKeys>().CreateAsync("CI", TestContext.Current.CancellationToken);
        using var program = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", text) } };

        using var created = await program.PostAsJsonAsync("/api/v1/sites", new { name = "Site A" }, TestContext.Current.CancellationToken);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var read = await program.GetAsync("/api/v1/sites/site-a", TestContext.Current.CancellationToken);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var keys = await program.GetAsync("/api/v1/api-keys", TestContext.Current.CancellationToken);
        keys.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await host.Services.GetRequiredService<ApiKeys>().RevokeAsync(key.Id, TestContext.Current.CancellationToken);
        using var revoked = await program.GetAsync("/api/v1/sites/site-a", TestContext.Current.CancellationToken);
        revoked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        revoked.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");

        host.Metric("pangolin_integration_api_requests_total", ("endpoint", "/api/v1/sites"), ("method", "POST"), ("status", "201")).ShouldBe(1);
        host.Metric("pangolin_integration_api_requests_total", ("endpoint", "/api/v1/sites/{id}"), ("method", "GET"), ("status", "200")).ShouldBe(1);
        host.Metric("pangolin_integration_api_requests_total", ("endpoint", "/api/v1/sites/{id}"), ("method", "GET"), ("status", "401")).ShouldBe(1);
        host.Metric("pangolin_integration_api_duration_seconds_count", ("endpoint", "/api/v1/sites/{id}"), ("method", "GET")).ShouldBe(2);
        host.Metric("pangolin_ui_requests_total", ("endpoint", "/api/v1/api-keys"), ("method", "GET"), ("status", "401")).ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_PageAndSession_AreCountedAsUi()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        using var page = await client.GetAsync("/sites");
        using var missing = await client.GetAsync("/sites/missing");
        using var api = await client.GetAsync("/api/v1/sites");

        host.Metric("pangolin_ui_requests_total", ("endpoint", "/sites"), ("method", "GET"), ("status", "200")).ShouldBe(1);
        host.Metric("pangolin_ui_requests_total", ("endpoint", "/sites/{id}"), ("method", "GET"), ("status", "404")).ShouldBe(1);
        host.Metric("pangolin_ui_requests_total", ("endpoint", "/api/v1/sites"), ("method", "GET"), ("status", "200")).ShouldBe(1);
        host.Metric("pangolin_ui_requests_total", ("endpoint", "/api/v1/session"), ("method", "POST"), ("status", "200")).ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_AuthenticationOff_DirectClientsOfThisMachineAreAdministrators()
    {
        await using var host = await StartAsync("console:require_authentication=false");
        using var client = ConsoleClient.Anonymous(host);

        using var created = await client.PostAsync("/api/v1/sites", new { name = "Site" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var form = await client.SubmitAsync("/sites/new", "/sites/new", ("name", "Other"));
        form.StatusCode.ShouldBe(HttpStatusCode.OK);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var forwarded = await client.GetAsync("/api/v1/sites");
        forwarded.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task InvokeAsync_SessionRevoked_EndsAtOnce()
    {
        await using var host = await StartAsync();
        using var client = await ConsoleClient.SignInAsync(host);
        var own = (await client.JsonAsync("/api/v1/session")).GetProperty("sessionId").GetString()!;
        var cookie = client.Cookies.Single(cookie => cookie.Name == "pangolin_session");
        cookie.HttpOnly.ShouldBeTrue();

        await host.Services.GetRequiredService<Sessions>().RevokeAsync(own, RevocationReason.Administrator, TestContext.Current.CancellationToken);

        using var response = await client.GetAsync("/api/v1/session");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.Cookies.ShouldNotContain(cookie => cookie.Name == "pangolin_session" && !cookie.Expired);
    }

    private static Task<PangolinHost> StartAsync(params string[] settings) => PangolinHost.StartAsync(settings, pangolin: ConsoleClient.FastPasswords);
}
