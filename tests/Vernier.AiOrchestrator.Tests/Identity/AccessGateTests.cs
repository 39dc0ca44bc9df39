using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class AccessGateTests(AccessGateTests.SharedHost shared) : IClassFixture<AccessGateTests.SharedHost>
{
    private OrchestratorHost Shared => shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:1234", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.2", HttpStatusCode.MisdirectedRequest)]
    public async Task Host_Default_AllowsLoopbackNames(string name, HttpStatusCode status)
    {
        (await SendAsync(Shared, HttpMethod.Get, "/open", ("Host", name))).ShouldBe(status);
        (await SendAsync(Shared, HttpMethod.Get, "/user", ("Host", name))).ShouldBe(status == HttpStatusCode.OK ? HttpStatusCode.Unauthorized : status);
    }

    [Theory]
    [InlineData("api.example.com", HttpStatusCode.OK)]
    [InlineData("example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.MisdirectedRequest)]
    public async Task Host_Configured_ReplacesTheDefault(string name, HttpStatusCode status)
    {
        await using var host = await StartAsync("identity:allowed_hosts:0=*.example.com");
        (await SendAsync(host, HttpMethod.Get, "/open", ("Host", name))).ShouldBe(status);
    }

    [Fact]
    public async Task Host_Star_AllowsAllNames()
    {
        await using var host = await StartAsync("identity:allowed_hosts:0=*");
        (await SendAsync(host, HttpMethod.Get, "/open", ("Host", "attacker.example"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_NotAllowed_ReportsTheOption()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/open") { Headers = { Host = "attacker.example:80" } };
        using var response = await Shared.Client.SendAsync(request, Cancellation);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse(
            "Misdirected Request", "The host name 'attacker.example' is not allowed. To use it, add it to allowed_hosts in the identity options of AI Orchestrator."));
    }

    [Theory]
    [InlineData("", "", HttpStatusCode.OK)]
    [InlineData("same-origin", "", HttpStatusCode.OK)]
    [InlineData("none", "", HttpStatusCode.OK)]
    [InlineData("same-site", "", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "", HttpStatusCode.Forbidden)]
    [InlineData("", "http://localhost:8080", HttpStatusCode.OK)]
    [InlineData("", "http://LOCALHOST:8080", HttpStatusCode.OK)]
    [InlineData("", "https://localhost:8080", HttpStatusCode.Forbidden)]
    [InlineData("", "http://localhost:8081", HttpStatusCode.Forbidden)]
    [InlineData("", "http://localhost", HttpStatusCode.Forbidden)]
    [InlineData("", "http://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("", "null", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", "http://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "https://console.example.com", HttpStatusCode.OK)]
    [InlineData("", "https://console.example.com", HttpStatusCode.OK)]
    [InlineData("", "https://console.example.com.attacker.example", HttpStatusCode.Forbidden)]
    public async Task Origin_StateChangingRequest_MustBeOursOrAllowed(string site, string origin, HttpStatusCode status)
    {
        (await SendAsync(Shared, HttpMethod.Post, "/open", ("Host", "localhost:8080"), ("Sec-Fetch-Site", site), ("Origin", origin))).ShouldBe(status);
        (await SendAsync(Shared, HttpMethod.Delete, "/open", ("Host", "localhost:8080"), ("Sec-Fetch-Site", site), ("Origin", origin))).ShouldBe(status);
        (await SendAsync(Shared, HttpMethod.Get, "/open", ("Host", "localhost:8080"), ("Sec-Fetch-Site", site), ("Origin", origin))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("http://localhost", "localhost")]
    [InlineData("http://localhost", "localhost:80")]
    [InlineData("http://[::1]:8080", "[::1]:8080")]
    public async Task Origin_DefaultPortOrIpv6_IsCompared(string origin, string hostName)
    {
        (await SendAsync(Shared, HttpMethod.Post, "/open", ("Host", hostName), ("Origin", origin))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Origin_WebSocketFromAnotherSite_IsForbidden()
    {
        (await SendAsync(Shared, HttpMethod.Get, "/open", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Origin", "http://attacker.example"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("curl/8.5", "", "", HttpStatusCode.OK)]
    [InlineData("Mozilla/5.0", "same-origin", "", HttpStatusCode.OK)]
    [InlineData("Mozilla/5.0", "none", "", HttpStatusCode.OK)]
    [InlineData("Mozilla/5.0", "same-site", "", HttpStatusCode.Forbidden)]
    [InlineData("Mozilla/5.0", "cross-site", "", HttpStatusCode.Forbidden)]
    [InlineData("curl/8.5", "cross-site", "", HttpStatusCode.Forbidden)]
    [InlineData("Mozilla/5.0", "", "", HttpStatusCode.Forbidden)]
    [InlineData("curl/8.5", "", "http://localhost/page", HttpStatusCode.Forbidden)]
    public async Task Reset_GetByABrowser_NeedsSecFetchSite(string agent, string site, string referer, HttpStatusCode status)
    {
        (await SendAsync(Shared, HttpMethod.Get, "/reset", ("User-Agent", agent), ("Sec-Fetch-Site", site), ("Referer", referer))).ShouldBe(status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("Forwarded", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-For", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-Host", HttpStatusCode.Unauthorized)]
    [InlineData("X-Original-For", HttpStatusCode.Unauthorized)]
    [InlineData("X-Real-IP", HttpStatusCode.Unauthorized)]
    public async Task AnonymousLoopback_ForwardingHeader_NeedsAToken(string header, HttpStatusCode status)
    {
        (await SendAsync(Shared, HttpMethod.Get, "/local", (header, "127.0.0.1"))).ShouldBe(status);
        (await SendAsync(Shared, HttpMethod.Get, "/user", (header, "127.0.0.1"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnonymousLoopback_OptionOff_NeedsAToken()
    {
        await using var host = await StartAsync();
        (await SendAsync(host, HttpMethod.Get, "/local")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnonymousLoopback_InvalidToken_IsRejected()
    {
        (await SendAsync(Shared, HttpMethod.Get, "/local", ("Authorization", "Bearer x"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnonymousLoopback_AddressFromForwardedHeaders_IsNotDirect()
    {
        await using var host = await OrchestratorHost.StartAsync(["allow_anonymous_loopback=true"], application: app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
            Map(app);
        });
        // The middleware removes X-Forwarded-For, and the address is now the loopback address that a remote client claims to have.
        (await SendAsync(host, HttpMethod.Get, "/local", ("X-Forwarded-For", "127.0.0.1"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(host, HttpMethod.Get, "/local")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("10.1.2.3", HttpStatusCode.Unauthorized)]
    [InlineData("::ffff:127.0.0.1", HttpStatusCode.OK)]
    [InlineData("::1", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task AnonymousLoopback_OtherOrUnknownAddress_NeedsAToken(string address, HttpStatusCode status)
    {
        await using var host = await OrchestratorHost.StartAsync(["allow_anonymous_loopback=true"], application: app =>
        {
            app.Use((http, next) =>
            {
                http.Connection.RemoteIpAddress = address.Length == 0 ? null : IPAddress.Parse(address);
                return next(http);
            });
            Map(app);
        });
        (await SendAsync(host, HttpMethod.Get, "/local")).ShouldBe(status);
    }

    [Theory]
    [InlineData("/fails/request", HttpStatusCode.Conflict, "Conflict", "Not now.")]
    [InlineData("/fails/storage", HttpStatusCode.ServiceUnavailable, "Service Unavailable", "The storage of the service is unavailable. Try again later.")]
    [InlineData("/fails/binding?count=x", HttpStatusCode.BadRequest, "Bad Request", "The request is invalid. Check its path, parameters and body.")]
    [InlineData("/fails/empty", HttpStatusCode.NotFound, "Not Found", "The resource does not exist.")]
    public async Task Error_OfAnEndpoint_HasAJsonBody(string path, HttpStatusCode status, string error, string message)
    {
        using var response = await Shared.Client.GetAsync(path, Cancellation);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse(error, message));
        if (status == HttpStatusCode.ServiceUnavailable)
            Shared.Logs.ToString().ShouldContain("Rejected GET /fails/storage with 503: secret details");
    }

    [Fact]
    public async Task Error_DatabaseIsUnavailable_IsLoggedOnce()
    {
        await using var host = await StartAsync("identity:rate_limits:api_per_minute=10000");
        for (var i = 0; i < 200; i++)
            (await SendAsync(host, HttpMethod.Get, "/fails/storage")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        host.Logs.ToString().Split('\n').Count(line => line.Contains("with 503", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Error_BodyTooLarge_Returns413()
    {
        using var response = await Shared.PostAsync("/api/auth/login", new { username = "admin", password = new string('x', 20_000) });
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Message.ShouldContain("16384 bytes");
    }

    [Fact]
    public async Task Error_ClientDisconnects_IsNotLogged()
    {
        var isEntered = new TaskCompletionSource();
        var hasEnded = new TaskCompletionSource<int>();
        await using var host = await OrchestratorHost.StartAsync(application: app =>
        {
            app.Use(async (http, next) =>
            {
                await next(http);
                hasEnded.SetResult(http.Response.StatusCode);
            });
            app.MapGet("/slow", async (HttpContext http) =>
            {
                isEntered.SetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }).RequireAccess(Access.Anonymous);
        });
        using var disconnect = new CancellationTokenSource();
        var request = host.Client.GetAsync("/slow", disconnect.Token);
        await isEntered.Task.WithTimeout();
        await disconnect.CancelAsync();
        (await hasEnded.Task.WithTimeout()).ShouldBe(StatusCodes.Status499ClientClosedRequest);
        await Should.ThrowAsync<OperationCanceledException>(() => request);
        host.Logs.ToString().ShouldNotContain("Error ");
    }

    [Fact]
    public async Task Caller_AuthenticatedRequest_IsSetForTheEndpoint()
    {
        using var client = await Shared.ClientAsync("user123");
        (await client.GetStringAsync("/user", Cancellation)).ShouldBe("user123 User");
    }

    private static Task<OrchestratorHost> StartAsync(params string[] settings) => OrchestratorHost.StartAsync(settings, application: Map);

    private static void Map(WebApplication app)
    {
        app.MapMethods("/open", ["GET", "POST", "DELETE"], () => "ok").RequireAccess(Access.Anonymous);
        app.MapGet("/user", (HttpContext http) => $"{Caller.Of(http).Name} {Caller.Of(http).Role}").RequireAccess(Access.User);
        app.MapGet("/local", (HttpContext http) => Caller.TryOf(http)?.Name ?? "anonymous").RequireAccess(Access.Manager with { AllowAnonymousLoopback = true });
        app.MapGet("/reset", () => "ok").RequireAccess(Access.Anonymous with { IsReset = true });
        app.MapGet("/fails/request", string () => throw new RequestException(409, "Not now.")).RequireAccess(Access.Anonymous);
        app.MapGet("/fails/storage", string () => throw new StorageException("secret details")).RequireAccess(Access.Anonymous);
        app.MapGet("/fails/binding", (int count) => count).RequireAccess(Access.Anonymous);
        app.MapGet("/fails/empty", () => Results.NotFound()).RequireAccess(Access.Anonymous);
    }

    private static async Task<HttpStatusCode> SendAsync(OrchestratorHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            if (name.Length > 0 && value.Length > 0)
                request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }
        using var response = await host.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    /// <summary>One host for the tests that need only its settings.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        private OrchestratorHost? _host;

        internal OrchestratorHost Host => _host!;

        public async ValueTask InitializeAsync() =>
            _host = await StartAsync("allow_anonymous_loopback=true", "identity:allowed_origins:0=https://console.example.com", "identity:rate_limits:api_per_minute=10000");

        public ValueTask DisposeAsync() => _host!.DisposeAsync();
    }
}
