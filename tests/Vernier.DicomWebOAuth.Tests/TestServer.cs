using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>A server of the tests on a loopback port: it answers each request as the test says at that moment.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(RequestDelegate answer, X509Certificate2? certificate)
    {
        Answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, 0, listener =>
            {
                if (certificate is not null)
                    listener.UseHttps(certificate);
            });
        });
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

    /// <param name="answer">Its first answers.</param>
    /// <param name="certificate">For https; null for http.</param>
    public static async Task<TestServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var server = new TestServer(answer, certificate);
        await server._application.StartAsync();
        server.Url = server._application.Urls.Single();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
