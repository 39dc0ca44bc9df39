using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Providers;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Proxy;

public class BadInputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("""{"model":"m" """)]
    [InlineData("""{"model":"m"} x""")]
    [InlineData("[1]")]
    public async Task Post_NotAJsonObject_Is400AndFailedOnce(string body)
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");

        using var response = await app.PostAsync("/v1/messages", body);
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("error").GetProperty("type").GetString().ShouldBe("invalid_request_error");
        FailedOnce(app, "validation", service: "unknown");
    }

    [Fact]
    public async Task Post_BodyTooLarge_Is413()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new ByteArrayContent(new byte[new CcProxyOptions().MaxRequestBodyBytes + 1]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;

        using var response = await app.SendAsync(request);
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        FailedOnce(app, "request_too_large", service: "unknown");
    }

    [Fact]
    public async Task Post_ModelWithoutProvider_Is404InTheFormatOfTheApi()
    {
        await using var app = await CcProxyApp.StartAsync(
            ["providers:0:name=p", "providers:0:api=openai", "providers:0:url=http://127.0.0.1:1", "providers:0:models:0=m", "pool:health_check_interval=0"]);

        using var response = await app.PostAsync("/v1/chat/completions", """{"model":"other"}""");
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("model_not_found");
        FailedOnce(app, "model_not_found", service: "unknown");
    }

    [Fact]
    public async Task Post_InventedModels_AreUnknownUnlessTheProviderAcceptsThem()
    {
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            await ScriptedProvider.Json("{}", body.Contains("made-up") ? 404 : 200)(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        foreach (var model in new[] { "made-up-1", "made-up-2", "real" })
        {
            (await app.PostAsync("/v1/messages", $$"""{"model":"{{model}}"}""")).Dispose();
            await app.Hook.EndAsync();
        }

        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total", ("model", "unknown"), ("status", "404")).ShouldBe(2);
        scrape.Total("ccproxy_requests_total", ("model", "real"), ("status", "200")).ShouldBe(1);
        scrape.Samples.SelectMany(s => s.Labels.Select(l => l.Value)).ShouldNotContain(value => value.StartsWith("made-up"));
    }

    [Fact]
    public async Task Post_ProviderIsUnreachable_Is502AndFailedOnce()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        FailedOnce(app, "provider_connection");
        app.Hook.SeenOfRequests.ShouldBe(
            [HookEvent.RequestStarted, HookEvent.ProviderRequestPrepared, HookEvent.ProviderRequestSent, HookEvent.ProviderError, HookEvent.RequestFailed]);
    }

    [Theory]
    [InlineData("this is not HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: {long}\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Post_ProviderSendsInvalidHttp_Is502AndFailedOnce(string bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var responded = RespondAsync(listener, bytes.Replace("{long}", new string('x', 200_000)));
        await using var app = await CcProxyApp.StartAsync($"http://{listener.LocalEndpoint}");

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        FailedOnce(app, "provider_connection");
        await responded;
    }

    [Fact]
    public async Task Post_OversizedRequestHeaders_IsRejectedBeforeARequestStarts()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Headers = { { "x-long", new string('x', 100_000) } } };

        using var response = await app.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
        app.Hook.SeenOfRequests.ShouldBeEmpty();
        app.ScrapeAtRest();
    }

    [Fact]
    public async Task Post_HeaderIsNotAscii_IsForwardedUnchanged()
    {
        string? seen = null;
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            seen = http.Request.Headers["x-note"];
            return ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        var response = await SendRawAsync(app, "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Note: \u00e4\u20ac\r\nContent-Length: 13\r\n\r\n{\"model\":\"m\"}", until: "\r\n\r\n");
        await app.Hook.EndAsync();

        response.ShouldStartWith("HTTP/1.1 200 OK");
        seen.ShouldBe("\u00e4\u20ac");
    }

    [Fact]
    public async Task Post_ResponseHeaderIsNotAscii_IsLeftOutAndTheResponseArrives()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var responded = RespondAsync(listener, "HTTP/1.1 200 OK\r\nX-Note: \u00e4\r\nX-Plain: a\r\nContent-Length: 2\r\n\r\n{}");
        await using var app = await CcProxyApp.StartAsync($"http://{listener.LocalEndpoint}");

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        await responded;

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("x-plain").ShouldBe(["a"]);
        response.Headers.Contains("x-note").ShouldBeFalse();
    }

    [Fact]
    public async Task Post_ClientDisconnectsInTheMiddleOfItsBody_FailedOnceAsDisconnected()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");

        await SendRawAsync(app, "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"model\":", until: null);
        await app.Hook.EndAsync();

        FailedOnce(app, "client_disconnected", service: "unknown");
    }

    [Fact]
    public async Task Post_AllKindsOfFailures_NoKeyIsInLogsMetricsOrErrors()
    {
        const string Secret = "top-secret";
        using var log = new LogLines();
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await using var app = await CcProxyApp.StartAsync(
            [
                .. CcProxyApp.InFrontOf(provider.Url), "providers:0:api_key=" + Secret + "-of-the-proxy",
                "providers:2:name=gone", "providers:2:url=http://127.0.0.1:1", "providers:2:models:0=gone", "providers:2:api_key=" + Secret + "-of-another",
            ],
            services => services.AddSingleton<ILoggerProvider>(log).Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace));
        app.Client.DefaultRequestHeaders.Add("x-api-key", Secret);
        app.Client.DefaultRequestHeaders.Add("Authorization", "Bearer " + Secret);

        foreach (var body in new[] { """{"model":"m"}""", """{"model":"gone"}""", "nonsense" })
        {
            using var response = await app.PostAsync("/v1/messages", body);
            (await response.Content.ReadAsStringAsync()).ShouldNotContain(Secret);
            await app.Hook.EndAsync();
        }
        await app.Services.GetServices<IHostedService>().OfType<HealthChecker>().Single().CheckAllAsync(CancellationToken.None);

        log.Of("Vernier.CcProxy").Count.ShouldBeGreaterThanOrEqualTo(3);
        log.ToString().ShouldNotContain(Secret);
        app.Services.GetRequiredService<MetricRegistry>().ToText().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("application/json", false)]
    public async Task Post_ProviderCutsItsResponseOff_ClientSeesTheCutAndItFailedOnce(string contentType, bool isStream)
    {
        const string First = """data: {"type":"message_start","message":{"usage":{"input_tokens":7,"output_tokens":1}}}""" + "\n\n";
        var seen = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            http.Response.ContentType = contentType;
            http.Response.ContentLength = isStream ? null : 1_000_000;
            await http.Response.WriteAsync(First);
            await http.Response.Body.FlushAsync();
            await seen.Task;
            http.Abort();
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[First.Length]);
        seen.SetResult();
        await Should.ThrowAsync<IOException>(() => body.ReadAsync(new byte[1]).AsTask());
        await app.Hook.EndAsync();

        FailedOnce(app, "provider_stream_cut");
        app.Scrape().Total("ccproxy_tokens_total", ("type", "input")).ShouldBe(isStream ? 7 : 0);
        app.Hook.Seen.Count(c => c.Event == HookEvent.ProviderStreamEnd).ShouldBe(isStream ? 1 : 0);
    }

    [Fact]
    public async Task Post_ClientDisconnectsInAStream_CancelsTheProviderAndFailedOnce()
    {
        var gone = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await ScriptedProvider.Stream("data: {}\n\n")(http);
            using var registration = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[4]);
        response.Dispose();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await app.Hook.EndAsync();
        FailedOnce(app, "client_disconnected");
        await ClientsAreReleasedAsync(app);
    }

    [Fact]
    public async Task Post_ClientDisconnectsBeforeTheResponse_CancelsTheProviderAndFailedOnce()
    {
        var asked = new TaskCompletionSource();
        var gone = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            using var registration = http.RequestAborted.Register(gone.SetResult);
            asked.SetResult();
            await gone.Task;
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);
        using var leave = new CancellationTokenSource();

        var request = app.PostAsync("/v1/messages", """{"model":"m"}""", leave.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await app.Hook.EndAsync();
        FailedOnce(app, "client_disconnected");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_ProviderIsIdleForTooLong_Is504OrACut(bool begins)
    {
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            if (begins)
                await ScriptedProvider.Stream("data: {}\n\n")(http);
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url, "providers:0:timeout=0.3");

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        var body = await response.Content.ReadAsStreamAsync();
        if (begins)
        {
            await body.ReadExactlyAsync(new byte["data: {}\n\n".Length]);
            await Should.ThrowAsync<IOException>(() => body.ReadAsync(new byte[1]).AsTask());
        }
        else
        {
            response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        }
        await app.Hook.EndAsync();

        FailedOnce(app, "provider_timeout");
    }

    [Fact]
    public async Task Post_NoClientBecomesFree_Is503WithRetryAfter()
    {
        var release = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await release.Task;
            await ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url, "pool:max_clients=1", "pool:acquire_timeout=0.05");
        var first = app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.NextAsync(HookEvent.PoolClientAcquired);

        using var second = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.EndAsync();
        release.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Hook.EndAsync();

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter.ShouldNotBeNull();
        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", "service_unavailable"), ("service_type", "anthropic")).ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":{"input_tokens":-5,"output_tokens":1.5}}""")]
    [InlineData("not json")]
    public async Task Post_UsageMissingOrInvalid_CompletesWithoutTokens(string json)
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json(json));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        (await app.Hook.EndAsync()).Event.ShouldBe(HookEvent.RequestCompleted);

        (await response.Content.ReadAsStringAsync()).ShouldBe(json);
        app.ScrapeAtRest().Total("ccproxy_tokens_total").ShouldBe(0);
    }

    [Fact]
    public async Task Post_MalformedEvents_AreForwardedUnchanged()
    {
        const string Malformed = ":\ndata\ndata: {\"usage\": \nid: \0\n\n\r\rdata:{\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}\r\nrubbish";
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Stream(Malformed));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        (await response.Content.ReadAsStringAsync()).ShouldBe(Malformed);
        (await app.Hook.EndAsync()).Event.ShouldBe(HookEvent.RequestCompleted);

        app.ScrapeAtRest().Total("ccproxy_tokens_total").ShouldBe(5);
    }

    private static void FailedOnce(CcProxyApp app, string kind, string service = "anthropic")
    {
        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total").ShouldBe(1);
        scrape.Total("ccproxy_requests_total", ("status", "error")).ShouldBe(1);
        scrape.Total("ccproxy_response_duration_seconds_count").ShouldBe(1);
        scrape.Total("ccproxy_errors_total", ("error_type", kind), ("service_type", service)).ShouldBe(1);
        scrape.Total("ccproxy_errors_total").ShouldBe(1);
        app.Hook.Seen.Count(c => c.Event is HookEvent.RequestFailed or HookEvent.RequestCompleted).ShouldBe(1);
    }

    private static async Task ClientsAreReleasedAsync(CcProxyApp app)
    {
        while (app.Hook.Seen.Count(c => c.Event == HookEvent.PoolClientReleased) == 0)
            await app.Hook.NextAsync(HookEvent.PoolClientReleased);
        app.Scrape().Value("ccproxy_pool_clients_active").ShouldBe(0);
    }

    /// <summary>Sends the text in UTF-8 and disconnects when the response contains <paramref name="until"/>; immediately if that is null.</summary>
    private static async Task<string> SendRawAsync(CcProxyApp app, string text, string? until)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        if (until is null)
            await app.Hook.NextAsync(HookEvent.RequestStarted);
        var response = "";
        var buffer = new byte[4096];
        while (until is not null && !response.Contains(until))
            response += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, 1));
        return response;
    }

    private static async Task RespondAsync(TcpListener listener, string bytes)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[65536], 1);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(bytes));
        }
        catch (IOException)
        {
            // The proxy closed the connection because of the invalid response.
        }
    }
}
