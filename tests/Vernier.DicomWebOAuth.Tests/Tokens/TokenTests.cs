using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Tokens;

/// <summary>Tests of the token manager through the test endpoint and the gateway.</summary>
public class TokenTests
{
    [Fact]
    public async Task Start_NoRequests_AllSeriesOfTheServerExistAtZero()
    {
        await using var gateway = await TestGateway.StartAsync();

        foreach (var family in new[] { "cache_hits_total", "cache_misses_total", "circuit_breaker_state", "circuit_breaker_rejections_total", "retry_attempts_total" })
            gateway.Value("dicomweb_oauth_" + family).ShouldBe(0);
        gateway.Acquisitions("success").ShouldBe(0);
        gateway.Acquisitions("failure").ShouldBe(0);
        gateway.Value("dicomweb_oauth_token_acquisition_duration_seconds_count").ShouldBe(0);
        gateway.Errors("TOK-001", "AUTHENTICATION").ShouldBe(0);
        gateway.Errors("NET-002", "NETWORK").ShouldBe(0);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", "/token"), ("status", "200")).ShouldBe(0);
    }

    [Fact]
    public async Task Get_Twice_RequestsOneTokenWithTheClientCredentials()
    {
        await using var gateway = await TestGateway.StartAsync(server => server.Scope = "dicom.read dicom.write");
        var form = "";
        gateway.Tokens.Handler = async context =>
        {
            form = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await TestTokens.Numbered()(context);
        };

        var first = await (await gateway.TestAsync()).Content.ReadFromJsonAsync<JsonElement>();
        (await gateway.TestAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        first.GetRawText().ShouldBe("""{"server":"main","status":"success","token_acquired":true,"has_token":true}""");
        form.ShouldBe($"grant_type=client_credentials&client_id=client&client_secret={TestGateway.Secret}&scope=dicom.read+dicom.write");
        gateway.Tokens.Requests.ShouldBe(["POST /token"]);
        gateway.Value("dicomweb_oauth_cache_misses_total").ShouldBe(1);
        gateway.Value("dicomweb_oauth_cache_hits_total").ShouldBe(1);
        gateway.Acquisitions("success").ShouldBe(1);
        gateway.Value("dicomweb_oauth_token_acquisition_duration_seconds_count").ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", "/token"), ("status", "200")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_TokenReachesTheRefreshBuffer_IsRefreshed()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(server => server.TokenRefreshBuffer = TimeSpan.FromSeconds(300), time: time);
        await gateway.TestAsync();

        time.Advance(TimeSpan.FromSeconds(3299));
        await gateway.TestAsync();
        gateway.Tokens.Requests.Count.ShouldBe(1);

        // The token must expire later than now + buffer.
        time.Advance(TimeSpan.FromSeconds(1));
        await gateway.TestAsync();
        gateway.Tokens.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(60)]
    public async Task Get_Concurrently_SharesOneRequestAlsoIfTheLifetimeIsShorterThanTheBuffer(int lifetime)
    {
        await using var gateway = await TestGateway.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Tokens.Handler = async context =>
        {
            await go.Task;
            await TestTokens.Numbered(lifetime)(context);
        };

        // Each call returns when it waits for the acquisition.
        Task<AccessToken>[] calls = [.. Enumerable.Range(0, 50).Select(_ => gateway.Manager.GetAsync(default).AsTask())];
        go.SetResult();
        var tokens = await Task.WhenAll(calls).WithTimeout();

        tokens.Distinct().ShouldHaveSingleItem().ToString().ShouldNotContain("token-1");
        gateway.Tokens.Requests.Count.ShouldBe(1);
        gateway.Value("dicomweb_oauth_cache_misses_total").ShouldBe(1);
        gateway.Value("dicomweb_oauth_cache_hits_total").ShouldBe(49);
    }

    [Fact]
    public async Task Get_SharedRequestFails_OneWaitingCallerStartsTheNextForAll()
    {
        await using var gateway = await TestGateway.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var good = gateway.Tokens.Handler;
        var requests = 0;
        gateway.Tokens.Handler = async context =>
        {
            var isFirst = Interlocked.Increment(ref requests) == 1;
            await go.Task;
            await (isFirst ? TestTokens.Status(500) : good)(context);
        };

        Task<AccessToken>[] calls = [.. Enumerable.Range(0, 20).Select(_ => gateway.Manager.GetAsync(default).AsTask())];
        go.SetResult();
        await Task.WhenAll(calls).WithTimeout().ShouldThrowAsync<DicomWebOAuthException>();

        calls[0].IsFaulted.ShouldBeTrue();
        calls.Skip(1).ShouldAllBe(c => c.IsCompletedSuccessfully);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        gateway.Value("dicomweb_oauth_cache_misses_total").ShouldBe(2);
        gateway.Value("dicomweb_oauth_cache_hits_total").ShouldBe(18);
    }

    [Fact]
    public async Task Get_FirstCallerIsCanceled_OthersGetTheToken()
    {
        await using var gateway = await TestGateway.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var response = gateway.Tokens.Handler;
        gateway.Tokens.Handler = async context =>
        {
            await go.Task;
            await response(context);
        };
        using var canceled = new CancellationTokenSource();
        var first = gateway.Client.PostAsync("/dicomweb-oauth/servers/main/test", null, canceled.Token);
        await gateway.Tokens.Requests.WaitForCountAsync(1);

        await canceled.CancelAsync();
        await first.ShouldThrowAsync<OperationCanceledException>();
        var second = gateway.TestAsync();
        go.SetResult();

        (await second).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Tokens.Requests.Count.ShouldBe(1);
        gateway.Acquisitions("success").ShouldBe(1);
    }

    [Theory]
    [InlineData(401, "", "TOK-001", "AUTHENTICATION")]
    [InlineData(500, "<html>s3cret-of-the-client</html>", "TOK-001", "AUTHENTICATION")]
    [InlineData(401, "{\"error\":\"invalid_client\",\"error_description\":\"s3cret-of-the-client\"}", "AUTH-001", "AUTHORIZATION")]
    [InlineData(400, "{\"error\":\"invalid_scope\"}", "AUTH-002", "AUTHORIZATION")]
    [InlineData(200, "<html>login</html>", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "[]", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"token_type\":\"Bearer\",\"expires_in\":60}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":7}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"\"}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"a\\r\\nX: y\"}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"a\",\"expires_in\":-1}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"a\",\"expires_in\":0}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"a\",\"expires_in\":\"soon\"}", "TOK-005", "AUTHENTICATION")]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "TOK-005", "AUTHENTICATION")]
    [InlineData(302, "", "TOK-001", "AUTHENTICATION")]
    public async Task Get_InvalidResponse_IsAnErrorOfTheCatalogAndIsNotCached(int status, string body, string code, string category)
    {
        await using var gateway = await TestGateway.StartAsync();
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = TestTokens.Status(status, body);

        var response = await gateway.TestAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain(code);
        text.ShouldNotContain(TestGateway.Secret);
        gateway.Errors(code, category).ShouldBe(1);
        gateway.Acquisitions("failure").ShouldBe(1);
        gateway.Log.ToString().ShouldNotContain(TestGateway.Secret);
        gateway.Log.ToString().ShouldContain(code);

        gateway.Tokens.Handler = good;
        (await gateway.TestAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Value("dicomweb_oauth_cache_misses_total").ShouldBe(2);
    }

    [Theory]
    [InlineData("opaque", "The token is not a valid JWT.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.", "The signature algorithm of the token is not listed in JWTAlgorithms.")]
    public async Task Get_TokenFailsValidation_IsTok004AndIsNotCached(string token, string error)
    {
        using var key = RSA.Create(2048);
        await using var gateway = await TestGateway.StartAsync(server => server.JWTPublicKey = key.ExportSubjectPublicKeyInfoPem());
        gateway.Tokens.Handler = TestTokens.Body($$"""{"access_token":"{{token}}"}""");

        var response = await gateway.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("details").GetString().ShouldBe(error);
        gateway.Errors("TOK-004", "AUTHENTICATION").ShouldBe(1);
        gateway.Manager.Cache.HasToken.ShouldBeFalse();
        gateway.Dicom.Requests.ShouldBeEmpty();
        gateway.Log.ToString().ShouldContain(error);
        gateway.Log.ToString().ShouldNotContain(token);
    }

    [Fact]
    public async Task Get_SignedToken_IsUsed()
    {
        using var key = RSA.Create(2048);
        await using var gateway = await TestGateway.StartAsync(server => server.JWTPublicKey = key.ExportSubjectPublicKeyInfoPem());
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Expires = DateTime.MaxValue.AddDays(-1),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256),
        });
        gateway.Tokens.Handler = TestTokens.Body($$"""{"access_token":"{{token}}"}""");

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{\"access_token\":\"a\"}", 3600)]
    [InlineData("{\"access_token\":\"a\",\"expires_in\":null}", 3600)]
    [InlineData("{\"access_token\":\"a\",\"expires_in\":\"900\",\"token_type\":\"bearer\"}", 900)]
    [InlineData("{\"access_token\":\"a\",\"expires_in\":1e300}", 31_622_400)]
    public async Task Get_LifetimeInAnyForm_IsAccepted(string body, int seconds)
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(server => server.TokenRefreshBuffer = TimeSpan.Zero, time: time);
        gateway.Tokens.Handler = TestTokens.Body(body);
        await gateway.TestAsync();

        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await gateway.TestAsync();
        gateway.Tokens.Requests.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await gateway.TestAsync();
        gateway.Tokens.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Get_RefreshIsRejected_IsTok006()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        await gateway.TestAsync();
        gateway.Tokens.Handler = TestTokens.Status(403);
        time.Advance(TimeSpan.FromHours(1));

        await gateway.TestAsync();

        gateway.Errors("TOK-006", "AUTHENTICATION").ShouldBe(1);
    }

    [Fact]
    public async Task Get_RefreshFailsWhileTheOldTokenIsValid_OldTokenIsUsedAndTheRefreshIsRetriedAfterADelay()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        await gateway.GetAsync();
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = TestTokens.Status(500);
        time.Advance(TimeSpan.FromSeconds(3400));

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        gateway.Acquisitions("failure").ShouldBe(1);
        gateway.Errors("TOK-006", "AUTHENTICATION").ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(10));
        gateway.Tokens.Handler = good;
        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Tokens.Requests.Count.ShouldBe(3);
        gateway.Acquisitions("success").ShouldBe(2);
    }

    [Fact]
    public async Task Get_RefreshIsSlowWhileTheOldTokenIsValid_OnlyTheFirstCallerWaits()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        var old = await gateway.Manager.GetAsync(default);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = async context =>
        {
            await go.Task;
            await good(context);
        };
        time.Advance(TimeSpan.FromSeconds(3400));

        var first = gateway.Manager.GetAsync(default).AsTask();
        var second = gateway.Manager.GetAsync(default);
        second.IsCompletedSuccessfully.ShouldBeTrue();
        (await second).ShouldBe(old);
        first.IsCompleted.ShouldBeFalse();

        go.SetResult();
        (await first.WithTimeout()).ShouldNotBe(old);
        (await gateway.Manager.GetAsync(default)).ShouldBe(await first);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        gateway.Value("dicomweb_oauth_cache_misses_total").ShouldBe(2);
        gateway.Value("dicomweb_oauth_cache_hits_total").ShouldBe(2);
    }

    [Fact]
    public async Task Get_TokenWasRejectedAndRefreshFails_IsNotUsedAgain()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.GetAsync();
        gateway.Tokens.Handler = TestTokens.Status(500);
        gateway.Dicom.Handler = TestTokens.Status(401);

        var problem = await (await gateway.GetAsync()).Content.ReadFromJsonAsync<JsonElement>();

        problem.GetProperty("error_code").GetString().ShouldBe("TOK-006");
        gateway.Dicom.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Get_EndpointRespondsWith500_HasTheStatusOfTheCatalogAndIsLoggedOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Tokens.Handler = TestTokens.Status(500);

        var response = await gateway.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_code").GetString().ShouldBe("TOK-001");
        gateway.Log.ToString().Split("TOK-001").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Get_EndpointIsDown_IsNet002()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Tokens.DisposeAsync();

        (await gateway.TestAsync()).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", "/token"), ("status", "502")).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_EndpointIsIdle_IsNet001AfterThirtySeconds(bool sendsHeaders)
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        using var end = new CancellationTokenSource();
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Tokens.Handler = async context =>
        {
            if (sendsHeaders)
                await context.Response.WriteAsync("{");
            came.SetResult();
            await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var call = gateway.TestAsync();
        await came.Task.WithTimeout();
        // The timeout of the headers, then that of the body.
        for (var timers = sendsHeaders ? 2 : 1; timers > 0; timers--)
            (await time.NextTimerAsync()).ShouldBe(TimeSpan.FromSeconds(30));

        time.Advance(TimeSpan.FromSeconds(30));
        (await call.WithTimeout()).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await end.CancelAsync();
        gateway.Errors("NET-001", "NETWORK").ShouldBe(1);
    }

    [Fact]
    public async Task Get_EndlessResponse_IsCanceled()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Tokens.Handler = TestTokens.Body(new string(' ', (1 << 20) + 1));

        await gateway.TestAsync();

        gateway.Errors("TOK-005", "AUTHENTICATION").ShouldBe(1);
    }

    [Fact]
    public async Task Get_TransientFailures_AreRetriedWithTheConfiguredDelays()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(server => server.ResilienceConfig = new ResilienceOptions(), time: time);
        var requests = 0;
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = context => ++requests < 3 ? TestTokens.Status(503)(context) : good(context);

        var call = gateway.TestAsync();
        foreach (var delay in new[] { 1, 2 })
        {
            while (await time.NextTimerAsync() != TimeSpan.FromSeconds(delay))
            {
                // A request timeout.
            }

            time.Advance(TimeSpan.FromSeconds(delay));
        }

        (await call.WithTimeout()).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Value("dicomweb_oauth_retry_attempts_total").ShouldBe(2);
        gateway.Acquisitions("success").ShouldBe(1);
        gateway.Acquisitions("failure").ShouldBe(0);
        gateway.Scrape().Family("dicomweb_oauth_token_acquisition_duration_seconds").Histogram(("server", "main")).Sum.ShouldBe(3);
    }

    [Fact]
    public async Task Get_EndpointFailsRepeatedly_CircuitOpensRejectsAndClosesAfterOneTrial()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(
            server => server.ResilienceConfig = new ResilienceOptions
            {
                RetryMaxAttempts = 1,
                CircuitBreakerEnabled = true,
                CircuitBreakerFailureThreshold = 2,
                CircuitBreakerTimeout = TimeSpan.FromSeconds(60),
            },
            time: time);
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = TestTokens.Status(500);

        await gateway.TestAsync();
        gateway.Value("dicomweb_oauth_circuit_breaker_state").ShouldBe(0);
        await gateway.TestAsync();
        gateway.Value("dicomweb_oauth_circuit_breaker_state").ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(59));
        var rejected = await gateway.GetAsync();
        rejected.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        rejected.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var problem = await rejected.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("error_code").GetString().ShouldBe("AUTH-003");
        problem.GetProperty("severity").GetString().ShouldBe("CRITICAL");
        gateway.Value("dicomweb_oauth_circuit_breaker_rejections_total").ShouldBe(1);
        // Rejections are logged as Debug: opening the circuit was logged as Warning.
        gateway.Log.ToString().Split('\n').Where(line => line.Contains("AUTH-003")).ShouldHaveSingleItem().ShouldStartWith("Debug ");
        gateway.Acquisitions("failure").ShouldBe(2);
        gateway.Value("dicomweb_oauth_token_acquisition_duration_seconds_count").ShouldBe(2);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        (await gateway.Client.GetStringAsync("/dicomweb-oauth/status")).ShouldContain("\"status\":\"degraded\"");

        time.Advance(TimeSpan.FromSeconds(1));
        gateway.Tokens.Handler = context =>
        {
            gateway.Value("dicomweb_oauth_circuit_breaker_state").ShouldBe(2);
            return good(context);
        };
        (await gateway.TestAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Value("dicomweb_oauth_circuit_breaker_state").ShouldBe(0);
    }
}
