using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>A real server on a loopback port. A test can replace its handler at any time.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(RequestDelegate handler, X509Certificate2? certificate)
    {
        Handler = handler;
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
            return Handler(context);
        });
    }

    public RequestDelegate Handler { get; set; }

    /// <summary>Gets the methods and raw targets of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Gets the address; valid after the server has stopped, too.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts a server.</summary>
    /// <param name="handler">The first handler.</param>
    /// <param name="certificate">The certificate for HTTPS; null for HTTP.</param>
    public static async Task<TestServer> StartAsync(RequestDelegate handler, X509Certificate2? certificate = null)
    {
        var server = new TestServer(handler, certificate);
        await server._application.StartAsync();
        server.Url = server._application.Urls.Single();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
