using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.DicomWebOAuth.Gateway;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

public sealed class ClientRateLimiterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", true)]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", false)]
    public async Task Limit_SecondClient_HasItsOwnLimitUnlessItIsTheSame(string first, string second, bool passes)
    {
        using var limiter = Create(requests: 1, seconds: 86_400);

        (await SendAsync(limiter, first)).Response.StatusCode.ShouldBe(200);
        (await SendAsync(limiter, second)).Response.StatusCode.ShouldBe(passes ? 200 : 429);
    }

    [Fact]
    public async Task Limit_UnknownAddress_IsLimited()
    {
        using var limiter = Create(requests: 1, seconds: 86_400);

        (await SendAsync(limiter, null)).Response.StatusCode.ShouldBe(200);
        (await SendAsync(limiter, null)).Response.StatusCode.ShouldBe(429);
    }

    [Fact]
    public async Task Limit_Exceeded_ResponseNamesTheLimit()
    {
        using var limiter = Create(requests: 1, seconds: 3600);
        await SendAsync(limiter, "10.0.0.1");

        var context = await SendAsync(limiter, "10.0.0.1");

        context.Response.Headers.RetryAfter.ToString().ShouldBe("3600");
        var body = (MemoryStream)context.Response.Body;
        var problem = JsonDocument.Parse(body.ToArray()).RootElement;
        problem.GetProperty("detail").GetString().ShouldBe("The limit of 1 requests in 3600 s is exceeded (RateLimitRequests, RateLimitWindowSeconds).");
        (problem.GetProperty("max_requests").GetInt32(), problem.GetProperty("window_seconds").GetInt32()).ShouldBe((1, 3600));
    }

    [Fact]
    public async Task Limit_WindowEnds_RequestsPassAgain()
    {
        using var limiter = Create(requests: 1, seconds: 1);
        while ((await SendAsync(limiter, "10.0.0.1")).Response.StatusCode == 200)
        {
            // Each request may be the first one of a new window.
        }

        await Waiting.UntilAsync(() => SendAsync(limiter, "10.0.0.1").Result.Response.StatusCode == 200, "the next window");
    }

    private static ClientRateLimiter Create(int requests, int seconds) =>
        new(Options.Create(new DicomWebOAuthOptions { RateLimitRequests = requests, RateLimitWindow = TimeSpan.FromSeconds(seconds) }));

    private async Task<HttpContext> SendAsync(ClientRateLimiter limiter, string? client)
    {
        var context = new DefaultHttpContext { RequestServices = _services, Response = { Body = new MemoryStream() } };
        context.Connection.RemoteIpAddress = client is null ? null : IPAddress.Parse(client);
        await limiter.Limit(_ => Task.CompletedTask)(context);
        return context;
    }
}
