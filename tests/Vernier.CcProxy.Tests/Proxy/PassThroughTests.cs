using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Hooks;
using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests.Proxy;

public class PassThroughTests
{
    private const string Response = """{"id":"x","usage":{"input_tokens":100,"output_tokens":20,"cache_read_input_tokens":30,"cache_creation_input_tokens":4}}""";

    [Fact]
    public async Task Post_Json_IsForwardedByteForByteWithItsHeaders()
    {
        string? body = null;
        HeaderDictionary? headers = null;
        string? target = null;
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            headers = new HeaderDictionary(http.Request.Headers.ToDictionary());
            target = http.Request.Path + http.Request.QueryString;
            body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            http.Response.Headers["x-provider"] = new(["a", "b"]);
            await ScriptedProvider.Json(Response)(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);
        const string Sent = """{ "model" : "m",  "messages":[], "x":"ä\u00e4" }""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages?beta=true&q=%20a")
        {
            Content = new StringContent(Sent, Encoding.UTF8, "application/json"),
            Headers = { { "x-api-key", "k" }, { "anthropic-version", "2023-06-01" }, { "Connection", "x-hop" }, { "x-hop", "1" }, { "Accept-Encoding", "gzip" } },
        };

        using var response = await app.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe(Response);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("x-provider").ShouldBe(["a", "b"]);
        body.ShouldBe(Sent);
        target.ShouldBe("/v1/messages?beta=true&q=%20a");
        headers.ShouldNotBeNull()["x-api-key"].ToString().ShouldBe("k");
        headers["anthropic-version"].ToString().ShouldBe("2023-06-01");
        headers["Content-Type"].ToString().ShouldStartWith("application/json");
        headers.ContainsKey("x-hop").ShouldBeFalse();
        headers.ContainsKey("Accept-Encoding").ShouldBeFalse();
    }

    [Fact]
    public async Task Post_Json_IsCountedWithItsTokensAndCost()
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json(Response));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.EndAsync();

        var scrape = app.ScrapeAtRest();
        scrape.Value("ccproxy_requests_total", ("method", "POST"), ("endpoint", "/v1/messages"), ("model", "m"), ("status", "200"), ("service_type", "anthropic")).ShouldBe(1);
        scrape.Value("ccproxy_response_duration_seconds_count", ("model", "m"), ("endpoint", "/v1/messages"), ("service_type", "anthropic")).ShouldBe(1);
        Tokens(scrape, "anthropic").ShouldBe([100, 20, 30, 4]);
        Cost(scrape, "anthropic").ShouldBe([100e-6, 200e-6, 15e-6, 8e-6], 1e-12);
        scrape.Total("ccproxy_errors_total").ShouldBe(0);
        app.Hook.SeenOfRequests.ShouldBe(
            [
                HookEvent.RequestStarted, HookEvent.ProviderRequestPrepared, HookEvent.ProviderRequestSent, HookEvent.ProviderResponseReceived,
                HookEvent.RequestCompleted,
            ]);
    }

    [Fact]
    public async Task Post_Stream_FirstEventArrivesBeforeTheSecondIsSent()
    {
        var seen = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await ScriptedProvider.Stream("""data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n")(http);
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await ScriptedProvider.Stream(
                """data: {"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}""" + "\n\n", "data: [DONE]\n\n")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/chat/completions", """{"model":"m","stream":true}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();
        app.Scrape().Value("ccproxy_active_requests").ShouldBe(1);
        seen.SetResult();
        var rest = await reader.ReadToEndAsync();
        var end = await app.Hook.EndAsync();

        first.ShouldBe("""data: {"choices":[{"delta":{"content":"a"}}]}""");
        rest.ShouldEndWith("data: [DONE]\n\n");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        end.Event.ShouldBe(HookEvent.RequestCompleted);
        Tokens(app.ScrapeAtRest(), "openai").ShouldBe([6, 5, 4, 0]);
        app.Hook.Seen.Single(c => c.Event == HookEvent.ProviderStreamEnd).Bytes.ShouldBe(first!.Length + 1 + rest.Length);
        app.Hook.SeenOfRequests.ShouldContain(HookEvent.ProviderStreamChunk);
    }

    [Fact]
    public async Task Post_StreamWithoutEvents_HeadersArriveImmediately()
    {
        var seen = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        seen.SetResult();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(429, "provider_rate_limit")]
    [InlineData(401, "provider_authentication")]
    [InlineData(404, "provider_not_found")]
    [InlineData(400, "provider_invalid_request")]
    [InlineData(529, "provider_overloaded")]
    [InlineData(500, "provider_server_error")]
    public async Task Post_ProviderRespondsWithAnError_IsForwardedAndCountedOnce(int status, string kind)
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json("""{"error":{"type":"x"}}""", status));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m"}""");
        (await app.Hook.EndAsync()).Event.ShouldBe(HookEvent.RequestCompleted);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"error":{"type":"x"}}""");
        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total", ("status", $"{status}")).ShouldBe(1);
        scrape.Total("ccproxy_requests_total").ShouldBe(1);
        scrape.Total("ccproxy_errors_total", ("error_type", kind)).ShouldBe(1);
        scrape.Total("ccproxy_errors_total").ShouldBe(1);
    }

    [Fact]
    public async Task Post_ErrorEventInAStream_CountsAsAnErrorOfTheProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            ScriptedProvider.Stream("""event: error""" + "\n" + """data: {"type":"error","error":{"type":"overloaded_error"}}""" + "\n\n"));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        await response.Content.ReadAsStringAsync();
        await app.Hook.EndAsync();

        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", "provider_stream_error")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_Models_GoesToTheProviderOfTheApi()
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json("""{"data":[]}"""));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        (await app.Client.GetStringAsync("/v1/models")).ShouldBe("""{"data":[]}""");
        await app.Hook.EndAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "anthropic-version", "2023-06-01" } } };
        using var response = await app.SendAsync(request);
        await app.Hook.EndAsync();

        var scrape = app.ScrapeAtRest();
        foreach (var service in new[] { "openai", "anthropic" })
            scrape.Value("ccproxy_requests_total", ("method", "GET"), ("endpoint", "/v1/models"), ("model", "unknown"), ("status", "200"), ("service_type", service)).ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1/messages", "anthropic", "X-Api-Key", "secret")]
    [InlineData("/v1/chat/completions", "openai", "Authorization", "Bearer secret")]
    public async Task Post_ProviderHasAKey_ReplacesTheClientsCredentials(string path, string name, string header, string expected)
    {
        HeaderDictionary? headers = null;
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            headers = new HeaderDictionary(http.Request.Headers.ToDictionary());
            return ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(
            ["providers:0:name=" + name, "providers:0:api=" + name, "providers:0:url=" + provider.Url + "/", "providers:0:api_key=secret", "pool:health_check_interval=0"]);
        app.Client.DefaultRequestHeaders.Add("Authorization", "Bearer client");
        app.Client.DefaultRequestHeaders.Add("x-api-key", "client");

        using var response = await app.PostAsync(path, """{"model":"m"}""");

        headers.ShouldNotBeNull()[header].ToString().ShouldBe(expected);
        headers.SelectMany(h => h.Value).ShouldNotContain(value => value!.Contains("client"));
    }

    private static double[] Tokens(ParsedExposition scrape, string service) =>
        [.. new[] { "input", "output", "cache_read", "cache_write" }.Select(type => scrape.Value("ccproxy_tokens_total", ("type", type), ("model", "m"), ("service_type", service)))];

    private static double[] Cost(ParsedExposition scrape, string service) =>
        [.. new[] { "input", "output", "cache_read", "cache_write" }.Select(type => scrape.Value("ccproxy_cost_usd_total", ("model", "m"), ("cost_type", type), ("service_type", service)))];
}
