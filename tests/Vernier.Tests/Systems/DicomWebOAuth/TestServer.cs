using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
            Requests.Enqueue($"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
            return Answer(context);
        });
    }

    public RequestDelegate Answer { get; set; }

    /// <summary>The first lines of the requests so far: the method, and the target as it came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Its address, also when it is gone.</summary>
    public string Url { get; private set; } = "";

    public static async Task<TestServer> StartAsync(RequestDelegate answer)
    {
        var server = new TestServer(answer);
        await server._application.StartAsync();
        server.Url = server._application.Urls.Single();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
