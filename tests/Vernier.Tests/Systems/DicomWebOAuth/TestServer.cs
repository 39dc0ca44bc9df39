using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Vernier.Tests.Systems.DicomWebOAuth;

/// <summary>A server of the tests on a loopback port: it answers each request as the test says at that moment.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(RequestDelegate answer)
    {
        Answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(context =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return Answer(context);
        });
    }

    public RequestDelegate Answer { get; set; }

    /// <summary>The first lines of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Url => _application.Urls.Single();

    public static async Task<TestServer> StartAsync(RequestDelegate answer)
    {
        var server = new TestServer(answer);
        await server._application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
