using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Security;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Proxy;

/// <summary>Requests that a web page of another site can send through the browser of a user.</summary>
public class ForeignRequestTests
{
    private const string Prompt = """{"model":"m"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", "", "", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "", "", HttpStatusCode.OK)]
    [InlineData("localhost", "http://localhost", "same-origin", HttpStatusCode.OK)]
    [InlineData("localhost", "https://viewer.example.com", "cross-site", HttpStatusCode.OK)]
    [InlineData("attacker.example", "", "", HttpStatusCode.MisdirectedRequest)]
    [InlineData("attacker.example", "http://attacker.example", "same-origin", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", "http://attacker.example", "", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", "", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "http://localhost:3000", "same-site", HttpStatusCode.Forbidden)]
    public async Task Request_OfAPage_ReachesTheProviderOnlyIfAllowed(string host, string origin, string site, HttpStatusCode status)
    {
        var requests = 0;
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            Interlocked.Increment(ref requests);
            return ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url, "allowed_origins:0=https://viewer.example.com", "pool:health_check_interval=0");

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get])
        {
            using var request = new HttpRequestMessage(method, method == HttpMethod.Post ? "/v1/messages" : "/v1/models") { Headers = { Host = host } };
            if (method == HttpMethod.Post)
                request.Content = new StringContent(Prompt, Encoding.UTF8, "application/json");
            if (origin.Length > 0)
                request.Headers.Add("Origin", origin);
            if (site.Length > 0)
                request.Headers.Add("Sec-Fetch-Site", site);
            using var response = await app.SendAsync(request, Cancellation);
            response.StatusCode.ShouldBe(status);
        }

        requests.ShouldBe(status == HttpStatusCode.OK ? 2 : 0);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Post_OtherContentType_Is415InTheFormatOfTheApi(string? contentType)
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Prompt));
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = content }, Cancellation);
        await app.Hook.EndAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("\"type\":\"invalid_request_error\",\"message\":\"The content type must be application/json.\"");
    }

    [Fact]
    public async Task Options_Preflight_GetsNoPermission()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/messages")
        {
            Headers = { { "Origin", "http://attacker.example" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type" } },
        };
        using var response = await app.SendAsync(request, Cancellation);
        response.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/health")]
    public async Task Get_MetricsWithTheNameOfAnotherSite_Is421(string path)
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "attacker.example" } };
        using var response = await app.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("add it to allowed_hosts in the options of CCProxy");
    }

    [Fact]
    public async Task Start_AllAddresses_FailsUnlessAllowed()
    {
        (await Should.ThrowAsync<RemoteAccessException>(() => CcProxyApp.StartAsync(CcProxyApp.InFrontOf("http://127.0.0.1:1"), address: IPAddress.Any)))
            .Message.ShouldEndWith("set allow_unauthenticated_remote of CCProxy to true if only trusted clients can connect.");
        await using var app = await CcProxyApp.StartAsync([.. CcProxyApp.InFrontOf("http://127.0.0.1:1"), "allow_unauthenticated_remote=true"], address: IPAddress.Any);
    }

    [Fact]
    public async Task Post_ProviderIsDown_IsLoggedOncePerCause()
    {
        using var log = new LogLines();
        await using var app = await CcProxyApp.StartAsync(
            [.. CcProxyApp.InFrontOf("http://127.0.0.1:1"), "pool:health_check_interval=0"],
            services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Information)));

        for (var i = 0; i < 200; i++)
        {
            using var response = await app.PostAsync("/v1/messages", Prompt, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        }

        var line = log.Of("Vernier.CcProxy.").ShouldHaveSingleItem();
        line.ShouldStartWith("Warning Vernier.CcProxy.Proxy.ReverseProxy: A request to provider anthropic failed (ProviderConnection): ");
    }
}
