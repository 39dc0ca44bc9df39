using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.Pangolin.Tests;

/// <summary>A service of a site: a real Kestrel on loopback. WebSockets are enabled.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Backend(WebApplication application) => _application = application;

    /// <summary>The address, without a trailing slash.</summary>
    public string Address => _application.Urls.First();

    public int Port => new Uri(Address).Port;

    /// <summary>Starts a service.</summary>
    /// <param name="handler">Handles all requests.</param>
    /// <param name="protocols">The protocols. Default: HTTP/1.1.</param>
    /// <param name="listen">Configures the endpoint, for example with UseHttps.</param>
    public static async Task<Backend> StartAsync(RequestDelegate handler, HttpProtocols protocols = HttpProtocols.Http1, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, options =>
            {
                options.Protocols = protocols;
                listen?.Invoke(options);
            });
        });
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(handler);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new Backend(application);
    }

    /// <summary>Starts a service that responds with a text.</summary>
    public static Task<Backend> StartAsync(string text) => StartAsync(http => http.Response.WriteAsync(text));

    public async ValueTask DisposeAsync()
    {
        // Requests in progress are aborted.
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}
