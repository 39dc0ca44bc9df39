using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Testing.Bodies;

namespace Vernier.CcProxy.Tests.Proxy;

/// <summary>Raw request targets and headers against a provider below a path, which records what it really receives.</summary>
public class HostileTargetTests
{
    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/messages?a=%2e%2e&b=../..;/x")]
    [InlineData("/v1/../v1/messages")]
    [InlineData("/v1/%2e%2e/v1/messages")]
    [InlineData("/v1/./messages")]
    [InlineData("//v1/messages")]
    [InlineData("/v1//messages")]
    [InlineData("/v1/messages/..;/admin")]
    [InlineData("/v1/messages/..%2fadmin")]
    [InlineData("/v1/messages/..\\admin")]
    [InlineData("/v1/messages#/../admin")]
    [InlineData("/v1/messages?a#b")]
    [InlineData("/v1/messages%00")]
    [InlineData("/v1/messages;x=y")]
    [InlineData("http://localhost/v1/messages")]
    [InlineData("http://localhost/v1/../admin")]
    public async Task Post_AnyTarget_ReachesTheRouteBelowThePathOfTheProviderOrNothing(string target)
    {
        var seen = new ConcurrentQueue<string>();
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            seen.Enqueue(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            return ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url + "/tenant/a");
        using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!);

        await client.SendAsync($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{{\"model\":\"m\"}}");
        var response = await client.ReadHeadAsync();

        foreach (var received in seen)
            received.ShouldBeOneOf("/tenant/a/v1/messages", "/tenant/a/v1/messages?a=..&b=../..;/x");
        response.ShouldStartWith(seen.IsEmpty ? "HTTP/1.1 4" : "HTTP/1.1 200");
        if (target.Contains('#', StringComparison.Ordinal) || target.Contains("..", StringComparison.Ordinal) && !target.Contains('?', StringComparison.Ordinal))
            seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_ForwardingHeadersOfTheClient_DoNotReachTheProvider()
    {
        string[] seen = [];
        await using var provider = await ScriptedProvider.StartAsync(http =>
        {
            seen = [.. http.Request.Headers.Keys];
            return ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);
        using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!);

        await client.SendAsync(
            "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 13\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\nX_Forwarded_Proto: https\r\n"
            + "Forwarded: for=203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nX-Note: 7\r\n\r\n{\"model\":\"m\"}");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200");
        seen.ShouldContain("X-Note");
        seen.ShouldNotContain(name => name.Contains("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Contains("Real", StringComparison.OrdinalIgnoreCase));
    }
}
