using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Certificates.Acme;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Certificates.Acme;

public sealed class AcmeClientTests : IAsyncLifetime
{
    private const string Problem = "urn:ietf:params:acme:error:";

    private readonly AcmeKey _key = AcmeKey.FromPem(AcmeKey.CreatePem());
    private readonly ManualTime _time = new();
    private AcmeServerStandIn _server = null!;

    public async ValueTask InitializeAsync() => _server = await AcmeServerStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "<html>", "the directory is not JSON")]
    [InlineData(200, "[]", "the directory is not JSON")]
    [InlineData(200, "{}", "'newNonce' must be an https URL")]
    [InlineData(200, "{\"newNonce\":\"http://192.0.2.1/nonce\"}", "'newNonce' must be an https URL")]
    [InlineData(200, "{\"newNonce\":\"file:///etc/passwd\"}", "'newNonce' must be an https URL")]
    [InlineData(404, "", "did not return its directory: status 404.")]
    [InlineData(302, "", "did not return its directory: status 302.")]
    public async Task Connect_InvalidDirectory_Fails(int status, string body, string expected)
    {
        _server.Set("/directory", status, body, ("Location", "https://192.0.2.1/"));
        (await Should.ThrowAsync<AcmeException>(ConnectAsync)).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task Connect_HugeResponse_Fails()
    {
        _server.Set("/directory", 200, new string('x', 2 << 20));
        (await Should.ThrowAsync<AcmeException>(ConnectAsync)).Failure.ShouldBe(AcmeEvent.ServerUnavailable);
    }

    [Fact]
    public async Task Connect_NoResponse_TimesOutByTheClock()
    {
        var requested = new TaskCompletionSource();
        _server.Set("/directory", async http =>
        {
            requested.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var connecting = ConnectAsync();
        await requested.Task.WithTimeout();
        _time.Advance(TimeSpan.FromSeconds(30));
        (await Should.ThrowAsync<AcmeException>(() => connecting.WithTimeout())).Message.ShouldEndWith("did not respond within 30 s.");
    }

    [Fact]
    public async Task Connect_NothingListens_Fails()
    {
        var url = _server.Directory;
        await _server.DisposeAsync();
        var failure = await Should.ThrowAsync<AcmeException>(() => AcmeClient.ConnectAsync(new AcmeServer(url, null, TimeSpan.FromSeconds(30)), _key, _time, default));
        failure.Failure.ShouldBe(AcmeEvent.ServerUnavailable);
        failure.Message.ShouldContain("is unreachable");
    }

    [Theory]
    [InlineData(403, "unauthorized", "account is deactivated", nameof(AcmeEvent.Failed), "account is deactivated (unauthorized).")]
    [InlineData(400, "rejectedIdentifier", "policy", nameof(AcmeEvent.Failed), "policy (rejectedIdentifier). The ACME server does not issue certificates for this host")]
    [InlineData(403, "userActionRequired", "new terms.", nameof(AcmeEvent.Failed), "new terms (userActionRequired). Log in to the provider")]
    [InlineData(429, "rateLimited", "too many", nameof(AcmeEvent.RateLimited), "too many (rateLimited).")]
    [InlineData(400, "rateLimited", "too many", nameof(AcmeEvent.RateLimited), "too many (rateLimited).")]
    [InlineData(500, "serverInternal", "database", nameof(AcmeEvent.ServerUnavailable), "database (serverInternal).")]
    [InlineData(400, "malformed", "line 1\\nERROR forged", nameof(AcmeEvent.Failed), "line 1 ERROR forged (malformed).")]
    public async Task Order_Problem_IsDescribed(int status, string type, string detail, string expected, string message)
    {
        using var client = await ConnectAsync();
        _server.Set("/order", status, $$"""{"type":"{{Problem}}{{type}}","detail":"{{detail}}"}""");
        var failure = await Should.ThrowAsync<AcmeException>(() => client.OrderAsync("app.example.com", TestContext.Current.CancellationToken));
        $"{failure.Failure}".ShouldBe(expected);
        failure.Problem.ShouldBe(type);
        failure.Message.ShouldStartWith($"The ACME server {_server.Url.GetLeftPart(UriPartial.Authority)} rejected the order for app.example.com: {message}");
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task Order_RetryAfter_IsReadAsSecondsOrDate(string header, int? seconds)
    {
        using var client = await ConnectAsync();
        _server.Set("/order", 503, "", ("Retry-After", header));
        var failure = await Should.ThrowAsync<AcmeException>(() => client.OrderAsync("app.example.com", TestContext.Current.CancellationToken));
        failure.Failure.ShouldBe(AcmeEvent.ServerUnavailable);
        failure.RetryAfter.ShouldBe(seconds is { } value ? TimeSpan.FromSeconds(value) : null);
    }

    [Fact]
    public async Task Order_NoncesAlwaysRejected_EndsAfterTenRetries()
    {
        using var client = await ConnectAsync();
        var requests = 0;
        _server.Set("/order", http =>
        {
            requests++;
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync($$"""{"type":"{{Problem}}badNonce","detail":"bad"}""");
        });
        (await Should.ThrowAsync<AcmeException>(() => client.OrderAsync("app.example.com", TestContext.Current.CancellationToken))).Problem.ShouldBe("badNonce");
        requests.ShouldBe(11);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task Challenge_InvalidToken_Fails(string token)
    {
        using var client = await ConnectAsync();
        _server.Set("/authorization", 200, $$"""{"status":"pending","challenges":[{"type":"http-01","url":"{{_server.Url}}challenge","token":"{{token}}"}]}""");
        var failure = await Should.ThrowAsync<AcmeException>(() => client.ChallengeAsync(new Uri(_server.Url, "/authorization"), "app.example.com", TestContext.Current.CancellationToken));
        failure.Message.ShouldContain("the token of the challenge is not base64url");
    }

    [Fact]
    public async Task Challenge_WithoutHttp01_Fails()
    {
        using var client = await ConnectAsync();
        _server.Set("/authorization", 200, """{"status":"pending","challenges":[{"type":"dns-01"}]}""");
        var failure = await Should.ThrowAsync<AcmeException>(() => client.ChallengeAsync(new Uri(_server.Url, "/authorization"), "app.example.com", TestContext.Current.CancellationToken));
        failure.Message.ShouldEndWith("does not offer the challenge HTTP-01 for app.example.com.");
    }

    [Fact]
    public async Task Validate_PendingForever_WaitsAsAskedAndGivesUp()
    {
        using var client = await ConnectAsync();
        _server.Set("/challenge", 200, "{}");
        _server.Set("/authorization", 200, """{"status":"pending"}""", ("Retry-After", "60"));
        var challenge = new AcmeChallenge(new Uri(_server.Url, "/authorization"), new Uri(_server.Url, "/challenge"), "token");
        var validating = client.ValidateAsync(challenge, "app.example.com", TestContext.Current.CancellationToken);

        // In small steps, because the time limit of a request is a timer, too.
        await Waiting.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return validating.IsCompleted;
            },
            "the end of the validation");
        var failure = await Should.ThrowAsync<AcmeException>(() => validating);
        failure.Message.ShouldEndWith("did not complete the authorization for app.example.com within 3 minutes.");
        failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
    }

    private Task<AcmeClient> ConnectAsync() =>
        AcmeClient.ConnectAsync(new AcmeServer(_server.Directory, null, TimeSpan.FromSeconds(30)), _key, _time, TestContext.Current.CancellationToken);
}
