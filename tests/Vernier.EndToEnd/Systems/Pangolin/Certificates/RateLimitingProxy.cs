using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Pangolin.Certificates;

/// <summary>
/// A proxy in front of a real pebble that rejects new orders with a rate limit, because pebble has no rate limits. All other requests are forwarded.
/// </summary>
internal sealed class RateLimitingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private int _rejected;

    private RateLimitingProxy(WebApplication app, HttpClient http)
    {
        _app = app;
        _http = http;
    }

    public Uri Directory => new(new Uri(_app.Urls.First()), "/dir");

    /// <summary>The value of Retry-After of the responses to new orders; null forwards them.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>The number of rejected orders.</summary>
    public int Rejected => _rejected;

    public static async Task<RateLimitingProxy> StartAsync(PebbleServer pebble)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(pebble.Certificate)));
        var app = builder.Build();
        var proxy = new RateLimitingProxy(app, pebble.CreateClient());
        app.Run(context => proxy.ForwardAsync(context, pebble.Directory));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Uri pebble)
    {
        if (RetryAfter is { } retryAfter && context.Request.Path == "/order-plz")
        {
            Interlocked.Increment(ref _rejected);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.WriteAsync("""{"type":"urn:ietf:params:acme:error:rateLimited","detail":"Too many certificates for app.example.com"}""");
            return;
        }
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(pebble, context.Request.Path.Value));
        // Pebble derives its URLs from the host name, and signatures cover them.
        request.Headers.Host = context.Request.Host.Value;
        request.Headers.UserAgent.ParseAdd("proxy");
        if (context.Request.ContentType is { } contentType)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }
        using var response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is "Replay-Nonce" or "Location" or "Retry-After" or "Link" or "Content-Type"))
            context.Response.Headers.Append(name, values.ToArray());
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
