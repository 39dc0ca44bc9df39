using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_SixthFromAnAddress_IsRejectedUntilTheFirstIsAMinuteAgo()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        for (var i = 0; i < 5; i++)
        {
            using var accepted = await LoginAsync(host, $"user{i}");
            accepted.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            Remaining(accepted).ShouldBe(4 - i);
            time.Advance(TimeSpan.FromSeconds(2.5));
        }

        using var rejected = await LoginAsync(host, "admin");
        rejected.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        Remaining(rejected).ShouldBe(0);
        rejected.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(48)); // 60 − 12.5, rounded up
        (await rejected.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(
            new ErrorResponse("Too Many Requests", "The limit of 5 requests per minute is reached. Try again in 48 seconds."));
        host.Metric("orchestrator_ratelimiter_rejected_auth_total").ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(48));
        await host.LoginAsync();
    }

    [Fact]
    public async Task Login_FloodOfRandomNames_CostsFiveLogins()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var response = await LoginAsync(host, $"user{i}");
            return response.StatusCode;
        }));
        statuses.Count(status => status == HttpStatusCode.Unauthorized).ShouldBe(5);
        statuses.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(195);
        host.Metric("orchestrator_ratelimiter_rejected_auth_total").ShouldBe(195);
        var failures = await host.Services.GetRequiredService<Database>().ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT count(*) FROM orchestrator_login_failures"), Cancellation);
        failures.ShouldBe(5);
    }

    [Fact]
    public async Task Login_SixthOfAnAccountFromSeveralAddresses_IsRejected()
    {
        await using var host = await StartBehindProxyAsync();
        for (var i = 0; i < 5; i++)
            (await LoginFromAsync(host, $"10.0.0.{i}", "user123")).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginFromAsync(host, "10.0.0.9", "user123")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await LoginFromAsync(host, "10.0.0.9", "other")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Login_AddressesOfOneIpv6Network_ShareALimit()
    {
        await using var host = await StartBehindProxyAsync();
        for (var i = 0; i < 5; i++)
            (await LoginFromAsync(host, $"2001:db8:1:2::{i}", $"user{i}")).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginFromAsync(host, "2001:db8:1:2:ffff::1", "user9")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await LoginFromAsync(host, "2001:db8:1:3::1", "user9")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Login_InvalidNames_ShareALimit()
    {
        await using var host = await StartBehindProxyAsync();
        for (var i = 0; i < 5; i++)
            (await LoginFromAsync(host, $"10.0.0.{i}", new string('A', i + 1))).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginFromAsync(host, "10.0.0.9", "ÄÖÜ")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Login_DedicatedAccount_IsNotCountedPerAddress()
    {
        await using var host = await OrchestratorHost.StartAsync(["identity:rate_limits:dedicated_accounts:0=demo"]);
        for (var i = 0; i < 6; i++)
            await LoginAsync(host, $"user{i}");
        (await LoginAsync(host, "user123")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        for (var i = 0; i < 5; i++)
            (await LoginAsync(host, "demo")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginAsync(host, "demo")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Refresh_BeyondTheLimit_IsRejectedAndNotAnAttempt()
    {
        await using var host = await OrchestratorHost.StartAsync(["identity:rate_limits:refresh_per_minute=2"]);
        for (var i = 0; i < 2; i++)
            (await host.PostAsync("/api/auth/refresh", new { refreshToken = "x" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.PostAsync("/api/auth/refresh", new { refreshToken = "x" })).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        host.Metric("orchestrator_jwt_token_refresh_total").ShouldBe(2);
        host.Metric("orchestrator_ratelimiter_rejected_auth_total").ShouldBe(1);
    }

    [Fact]
    public async Task Api_BeyondTheLimit_IsRejectedPerUser()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var first = await host.ClientAsync("first", Role.Admin);
        using var second = await host.ClientAsync("second", Role.Admin);
        for (var i = 0; i < 100; i++)
        {
            using var accepted = await first.GetAsync("/api/admin/users", Cancellation);
            accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
            Remaining(accepted).ShouldBe(99 - i);
        }
        using var rejected = await first.GetAsync("/api/admin/users", Cancellation);
        rejected.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        rejected.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await second.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Metric("orchestrator_ratelimiter_rejected_api_total").ShouldBe(1);
    }

    [Fact]
    public async Task Api_DedicatedAccount_HasItsOwnLimit()
    {
        await using var host = await OrchestratorHost.StartAsync(
            ["identity:rate_limits:api_per_minute=1", "identity:rate_limits:dedicated_accounts:0=demo", "identity:rate_limits:dedicated_api_per_minute=3"]);
        using var demo = await host.ClientAsync("demo", Role.Admin);
        for (var i = 0; i < 3; i++)
            (await demo.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await demo.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Api_AnonymousRequests_AreLimitedPerAddress()
    {
        await using var host = await OrchestratorHost.StartAsync(["identity:rate_limits:api_per_minute=1"], application: app => app.MapGet("/open", () => "ok").RequireAccess(Access.Anonymous));
        (await host.Client.GetAsync("/open", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync("/open", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Api_ExemptEndpoint_IsNotLimited()
    {
        await using var host = await OrchestratorHost.StartAsync(
            ["identity:rate_limits:api_per_minute=1"], application: app => app.MapGet("/exempt", () => "ok").RequireAccess(Access.User with { Limit = null }));
        using var user = await host.ClientAsync("user123");
        for (var i = 0; i < 3; i++)
        {
            using var response = await user.GetAsync("/exempt", Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.Contains("X-RateLimit-Remaining").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upload_LargeBodies_AreLimitedInAdditionToTheApi(bool isChunked)
    {
        await using var host = await OrchestratorHost.StartAsync(["identity:rate_limits:upload_per_minute=2"], application: MapLength);
        using var user = await host.ClientAsync("user123");
        for (var i = 0; i < 3; i++)
            (await UploadAsync(user, 64 * 1024, isChunked)).ShouldBe((HttpStatusCode.OK, 64 * 1024, 99 - i));
        (await UploadAsync(user, 64 * 1024 + 1, isChunked)).ShouldBe((HttpStatusCode.OK, 64 * 1024 + 1, 1));
        (await UploadAsync(user, 200_000, isChunked)).ShouldBe((HttpStatusCode.OK, 200_000, 0));
        (await UploadAsync(user, 64 * 1024 + 1, isChunked)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await UploadAsync(user, 10, isChunked)).Status.ShouldBe(HttpStatusCode.OK);
        host.Metric("orchestrator_ratelimiter_rejected_upload_total").ShouldBe(1);
    }

    private static void MapLength(WebApplication app) => app.MapPost("/upload", async (HttpContext http) =>
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.Length;
    }).RequireAccess(Access.User with { Limit = RateLimitKind.Upload });

    private static async Task<(HttpStatusCode Status, long Length, long Remaining)> UploadAsync(HttpClient client, int bytes, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = new StringContent(new string('x', bytes), Encoding.ASCII, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await client.SendAsync(request, Cancellation);
        var length = response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadFromJsonAsync<long>(Cancellation) : 0;
        return (response.StatusCode, length, Remaining(response));
    }

    /// <summary>A host whose middleware takes the address from a header, as forwarded headers do.</summary>
    private static Task<OrchestratorHost> StartBehindProxyAsync() => OrchestratorHost.StartAsync(application: app => app.Use((http, next) =>
    {
        http.Connection.RemoteIpAddress = IPAddress.Parse(http.Request.Headers["X-Forwarded-For"].ToString());
        return next(http);
    }));

    private static async Task<HttpStatusCode> LoginFromAsync(OrchestratorHost host, string address, string username)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { username, password = "wrong password" }) };
        request.Headers.Add("X-Forwarded-For", address);
        using var response = await host.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> LoginAsync(OrchestratorHost host, string username) => host.PostAsync("/api/auth/login", new { username, password = "wrong password" });

    private static long Remaining(HttpResponseMessage response) => long.Parse(response.Headers.GetValues("X-RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);
}
