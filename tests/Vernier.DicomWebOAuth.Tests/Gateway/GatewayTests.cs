using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

public class GatewayTests
{
    private const string Route = "/oauth-dicom-web/servers/{name}/{**path}";

    [Fact]
    public async Task Get_Query_IsForwardedWithATokenAndTheResponseIsReturned()
    {
        await using var gateway = await TestGateway.StartAsync();
        IHeaderDictionary? seen = null;
        gateway.Dicom.Handler = context =>
        {
            // The dictionary of the server is reused after the request.
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary());
            context.Response.ContentType = "application/dicom+json";
            context.Response.Headers["X-Own"] = "1";
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "2";
            context.Response.Headers.KeepAlive = "timeout=5";
            return context.Response.WriteAsync("[1]");
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth-dicom-web/servers/MAIN/studies/1.2%20x?PatientName=A%26B&fuzzy=true");
        request.Headers.Accept.ParseAdd("application/dicom+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "Y2FsbGVy");
        request.Headers.Connection.Add("X-Private");
        request.Headers.Add("X-Private", "3");
        request.Headers.Add("TE", "trailers");
        request.Headers.Add("X-Kept", ["a", "b"]);

        var response = await gateway.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("[1]");
        gateway.Dicom.Requests.ShouldBe(["GET /dicom-web/studies/1.2%20x?PatientName=A%26B&fuzzy=true"]);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/dicom+json");
        response.Headers.GetValues("X-Own").ShouldBe(["1"]);
        response.Headers.Contains("X-Hop").ShouldBeFalse();
        response.Headers.Contains("Keep-Alive").ShouldBeFalse();
        var headers = seen.ShouldNotBeNull();
        headers.Authorization.ToString().ShouldBe("Bearer token-1");
        headers.Accept.ToString().ShouldBe("application/dicom+json");
        headers["X-Kept"].ToString().ShouldBe("a, b");
        headers.ContainsKey("X-Private").ShouldBeFalse();
        headers.ContainsKey("TE").ShouldBeFalse();
        headers.Host.ToString().ShouldBe(new Uri(gateway.Dicom.Url).Authority);
        var scrape = gateway.Scrape();
        scrape.Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "200")).ShouldBe(1);
        scrape.Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies/{study}"), ("status", "200")).ShouldBe(1);
        scrape.Value("dicomweb_oauth_http_request_duration_seconds_count", ("method", "GET"), ("endpoint", Route)).ShouldBe(1);
    }

    [Theory]
    [InlineData("GET /oauth-dicom-web/servers/main/studies/a%252Fb%20c", "/dicom-web/studies/a%252Fb%20c")]
    [InlineData("GET /oauth-dicom-web/servers/main/studies/a%2Fb?x=%2525", "/dicom-web/studies/a%2Fb?x=%2525")]
    [InlineData("GET http://localhost/oauth-dicom-web/servers/main/studies/%E4%B8%AD", "/dicom-web/studies/%E4%B8%AD")]
    [InlineData("GET /oauth-dicom-web/servers/m%61in/studies/%41b~%7E/", "/dicom-web/studies/%41b~%7E/")]
    public async Task Get_EscapedPath_IsForwardedUnchanged(string requestLine, string forwarded)
    {
        await using var gateway = await TestGateway.StartAsync();
        string? target = null;
        gateway.Dicom.Handler = context =>
        {
            target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return Task.CompletedTask;
        };
        // HttpClient normalizes the target.
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        var response = await new StreamReader(stream).ReadToEndAsync();

        response.ShouldStartWith("HTTP/1.1 200 ");
        target.ShouldBe(forwarded);
    }

    [Theory]
    [InlineData("/studies")]
    [InlineData("/stow")]
    public async Task Post_Store_BodyIsForwardedUnchanged(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        byte[] received = [];
        string? type = null;
        gateway.Dicom.Handler = async context =>
        {
            type = context.Request.ContentType;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
        };
        var sent = new byte[100_000];
        Random.Shared.NextBytes(sent);
        using var content = new ByteArrayContent(sent);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=x");

        (await gateway.Client.PostAsync("/oauth-dicom-web/servers/main" + path, content)).StatusCode.ShouldBe(HttpStatusCode.OK);

        received.ShouldBe(sent);
        type.ShouldBe("multipart/related; type=\"application/dicom\"; boundary=x");
        gateway.Dicom.Requests.ShouldBe(["POST /dicom-web/studies"]);
    }

    [Fact]
    public async Task Get_ServerSendsInParts_EachPartIsForwardedAtOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Dicom.Handler = async context =>
        {
            await context.Response.WriteAsync("first");
            await go.Task;
            await context.Response.WriteAsync("second");
        };

        var response = await gateway.GetAsync("studies/1", HttpCompletionOption.ResponseHeadersRead).WithTimeout();
        using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await body.ReadExactlyAsync(first).AsTask().WithTimeout();
        go.SetResult();

        Encoding.ASCII.GetString(first).ShouldBe("first");
        (await new StreamReader(body).ReadToEndAsync()).ShouldBe("second");
    }

    [Fact]
    public async Task Post_ClientSendsInParts_EachPartIsForwardedAtOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Dicom.Handler = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[5]);
            arrived.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null);
        };
        using var content = new StepContent("first", arrived.Task, "second");

        var response = await gateway.Client.PostAsync("/oauth-dicom-web/servers/main/studies", content).WithTimeout();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_TokenIsRejected_IsRefreshedOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer token-2" ? 200 : 401;
            return Task.CompletedTask;
        };

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Dicom.Requests.Count.ShouldBe(3);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        gateway.Errors("TOK-002", "AUTHENTICATION").ShouldBe(1);
        gateway.Errors("AUTH-001", "AUTHORIZATION").ShouldBe(0);
    }

    [Fact]
    public async Task Get_EveryTokenIsRejected_401IsReturnedAfterOneRefresh()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = TestTokens.Status(401);

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        gateway.Dicom.Requests.Count.ShouldBe(2);
        gateway.Tokens.Requests.Count.ShouldBe(2);
        gateway.Errors("AUTH-001", "AUTHORIZATION").ShouldBe(1);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(1_000_000)]
    public async Task Post_TokenIsRejectedBeforeTheBodyIsRead_BodyIsSentWithTheNewToken(int size)
    {
        string study = new('s', size);
        await using var gateway = await TestGateway.StartAsync();
        var received = "";
        gateway.Dicom.Handler = async context =>
        {
            if (context.Request.Headers.Authorization == "Bearer token-1")
                context.Response.StatusCode = 401;
            else
                received = await new StreamReader(context.Request.Body).ReadToEndAsync();
        };

        var response = await gateway.Client.PostAsync("/oauth-dicom-web/servers/main/studies", new StringContent(study));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        received.ShouldBe(study);
    }

    [Fact]
    public async Task Post_TokenIsRejectedAfterTheBodyIsRead_401IsReturnedAndTheNextRequestUsesANewToken()
    {
        await using var gateway = await TestGateway.StartAsync();
        string study = new('s', 5000);
        gateway.Dicom.Handler = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer token-1" ? 401 : 200;
        };

        (await gateway.Client.PostAsync("/oauth-dicom-web/servers/main/studies", new StringContent(study))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await gateway.Client.PostAsync("/oauth-dicom-web/servers/main/studies", new StringContent(study))).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Dicom.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(500)]
    public async Task Get_ServerRespondsWithAnyStatus_StatusAndBodyAreReturned(int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = TestTokens.Status(status, "why");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = gateway.Client.BaseAddress };

        var response = await client.GetAsync("/oauth-dicom-web/servers/main/studies");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe("why");
        gateway.Errors("AUTH-002", "AUTHORIZATION").ShouldBe(status == 403 ? 1 : 0);
    }

    [Theory]
    [InlineData("GET", "/oauth-dicom-web/servers/nowhere/studies", 404)]
    [InlineData("POST", "/dicomweb-oauth/servers/nowhere/test", 404)]
    [InlineData("GET", "/oauth-dicom-web/servers/main/..%2f..%2fadmin", 400)]
    [InlineData("TRACE", "/oauth-dicom-web/servers/main/studies", 405)]
    [InlineData("BREW", "/oauth-dicom-web/servers/main/studies", 405)]
    public async Task Request_InvalidServerPathOrMethod_IsAProblemAndIsNotForwarded(string method, string path, int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(gateway.Client.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        var response = await gateway.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/problem+json");
        gateway.Dicom.Requests.ShouldBeEmpty();
        gateway.Tokens.Requests.ShouldBeEmpty();
        if (method == "BREW")
            gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "_OTHER"), ("endpoint", Route), ("status", "405")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_ServerIsDown_Is502WithTheErrorOfTheCatalog()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Dicom.DisposeAsync();

        var response = await gateway.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("error_code").GetString().ShouldBe("NET-002");
        problem.GetProperty("category").GetString().ShouldBe("NETWORK");
        problem.GetProperty("http_status").GetInt32().ShouldBe(502);
        problem.GetProperty("troubleshooting").GetArrayLength().ShouldBeGreaterThan(0);
        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
        gateway.Acquisitions("success").ShouldBe(1);
        gateway.Log.ToString().ShouldContain($"Request to main failed: NET-002: The connection failed. {gateway.Dicom.Url} is unreachable.");
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies"), ("status", "502")).ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "502")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_ServerClosesTheConnectionInTheResponse_ClientConnectionIsAbortedAndCountedOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Dicom.Handler = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("first part");
            await seen.Task;
            context.Abort();
        };

        var response = await gateway.GetAsync("studies/1", HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[10]).AsTask().WithTimeout();
        seen.SetResult();
        await body.ReadExactlyAsync(new byte[1]).AsTask().WithTimeout().ShouldThrowAsync<IOException>();

        await Waiting.UntilAsync(() => gateway.Scrape().Find("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "502")).Count == 1, "the failed request");
        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
        gateway.Log.ToString().ShouldContain("Response from main was truncated; aborted the client response: NET-002: ");
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "200")).ShouldBe(0);
    }

    [Fact]
    public async Task Get_RequestHeadersAreTooLarge_Is431AndIsNotForwarded()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth-dicom-web/servers/main/studies");
        request.Headers.Add("X-Large", new string('x', 40_000));

        (await gateway.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);

        gateway.Dicom.Requests.ShouldBeEmpty();
        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_ResponseHeadersAreTooLarge_Is502AndCountedOnce()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = context =>
        {
            context.Response.Headers["X-Large"] = new string('x', 100_000);
            return Task.CompletedTask;
        };

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.BadGateway);

        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
    }

    [Fact]
    public async Task Get_RequestHeaderIsNotAscii_IsForwardedUnchanged()
    {
        await using var gateway = await TestGateway.StartAsync();
        string? note = null;
        gateway.Dicom.Handler = context =>
        {
            note = context.Request.Headers["X-Note"];
            return Task.CompletedTask;
        };
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Client.BaseAddress!, $"/oauth-dicom-web/servers/{TestGateway.Name}/studies"));
        request.Headers.Add("X-Note", "\u00e4\u20ac");

        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        note.ShouldBe("\u00e4\u20ac");
    }

    [Fact]
    public async Task Get_ResponseHeaderIsNotAscii_IsOmitted()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = context =>
        {
            context.Response.Headers["X-Plain"] = "a";
            context.Response.Headers["X-Note"] = "\u00e4";
            return context.Response.WriteAsync("[]");
        };

        var response = await gateway.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Plain").ShouldBe(["a"]);
        response.Headers.Contains("X-Note").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_ClientDisconnects_ServerRequestIsAbortedAndNoErrorIsCounted()
    {
        await using var gateway = await TestGateway.StartAsync();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Dicom.Handler = async context =>
        {
            await context.Response.WriteAsync("first part");
            using var aborted = context.RequestAborted.Register(left.SetResult);
            await left.Task;
        };

        (await gateway.GetAsync("studies/1", HttpCompletionOption.ResponseHeadersRead)).Dispose();
        await left.Task.WithTimeout();

        await Waiting.UntilAsync(() => gateway.Scrape().Find("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "499")).Count == 1, "the canceled request");
        gateway.Errors("NET-002", "NETWORK").ShouldBe(0);
        gateway.Errors("INT-001", "INTERNAL").ShouldBe(0);
    }

    [Fact]
    public async Task Get_ServerIsIdle_Is504AfterFiveMinutes()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        using var end = new CancellationTokenSource();
        gateway.Dicom.Handler = context => Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        var call = gateway.GetAsync();
        await gateway.Dicom.Requests.WaitForCountAsync(1);

        time.Advance(TimeSpan.FromSeconds(300));
        var response = await call.WithTimeout();

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        await end.CancelAsync();
        gateway.Errors("NET-001", "NETWORK").ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies"), ("status", "504")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_ServerIsIdleInTheResponse_ClientConnectionIsAbortedAfterFiveMinutes()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        gateway.Dicom.Handler = async context =>
        {
            await context.Response.WriteAsync("first part");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var response = await gateway.GetAsync("studies/1", HttpCompletionOption.ResponseHeadersRead).WithTimeout();
        using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[10]).AsTask().WithTimeout();

        // The timeout may restart once more after the first part was read here.
        await Waiting.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(300));
                return gateway.Errors("NET-001", "NETWORK") == 1;
            },
            "the timeout");

        await body.ReadExactlyAsync(new byte[1]).AsTask().WithTimeout().ShouldThrowAsync<IOException>();
        gateway.Log.ToString().ShouldContain("Response from main was truncated; aborted the client response: NET-001: ");
    }

    [Fact]
    public async Task Request_RateLimitIsExceeded_Is429ExceptForMetrics()
    {
        await using var gateway = await TestGateway.StartAsync(options: o => (o.RateLimitRequests, o.RateLimitWindow) = (2, TimeSpan.FromDays(1)));
        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.Client.GetAsync("/dicomweb-oauth/status")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var response = await gateway.GetAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromDays(1));
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        (problem.GetProperty("max_requests").GetInt32(), problem.GetProperty("window_seconds").GetInt32()).ShouldBe((2, 86_400));
        gateway.Dicom.Requests.Count.ShouldBe(1);
        (await gateway.Client.GetAsync("/dicomweb-oauth/metrics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", Route), ("status", "429")).ShouldBe(1);
    }

    [Fact]
    public async Task Management_StatusAndServers_DescribeTheTokens()
    {
        await using var gateway = await TestGateway.StartAsync();

        var before = await gateway.Client.GetFromJsonAsync<JsonElement>("/dicomweb-oauth/servers");
        await gateway.TestAsync();
        var after = await gateway.Client.GetFromJsonAsync<JsonElement>("/dicomweb-oauth/servers");
        var status = await gateway.Client.GetFromJsonAsync<JsonElement>("/dicomweb-oauth/status");

        before.GetProperty("data").GetProperty("servers")[0].GetProperty("has_cached_token").GetBoolean().ShouldBeFalse();
        var server = after.GetProperty("data").GetProperty("servers").EnumerateArray().ShouldHaveSingleItem();
        server.GetRawText().ShouldBe($$"""{"name":"main","url":"{{gateway.Dicom.Url}}/dicom-web","token_endpoint":"{{gateway.Tokens.Url}}/token","has_cached_token":true,"token_valid":true}""");
        status.GetProperty("api_version").GetString().ShouldBe("2.0");
        status.GetProperty("timestamp").GetString().ShouldNotBeNull().ShouldEndWith("Z");
        status.GetProperty("data").GetRawText().ShouldBe("""{"status":"healthy","token_managers":1,"servers_configured":1}""");
    }

    [Fact]
    public async Task Traffic_SuccessesAndFailures_ChangeEveryFamilyOfTheCatalog()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(
            server =>
            {
                server.ResilienceConfig.RetryMaxAttempts = 2;
                server.ResilienceConfig.RetryInitialDelay = TimeSpan.Zero;
                server.ResilienceConfig.CircuitBreakerEnabled = true;
                server.ResilienceConfig.CircuitBreakerFailureThreshold = 1;
            },
            time: time);
        var before = Sums(gateway.Scrape());

        await gateway.GetAsync();
        await gateway.GetAsync();
        time.Advance(TimeSpan.FromHours(1));
        gateway.Tokens.Handler = TestTokens.Status(500);
        await gateway.GetAsync();
        await gateway.GetAsync();

        var after = Sums(gateway.Scrape());
        string[] unchanged = [.. DicomWebOAuthCatalog.Catalog.Metrics.Select(m => m.Name).Where(name => after[name] <= before[name])];
        unchanged.ShouldBeEmpty();
    }

    private static Dictionary<string, double> Sums(ParsedExposition scrape) =>
        scrape.Families.ToDictionary(f => f.Name, f => f.Samples.Where(s => !s.Name.EndsWith("_sum", StringComparison.Ordinal)).Sum(s => s.Value));
}
