using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Tests.Traefik;

/// <summary>A web server with files of plugins.</summary>
internal sealed class PluginServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _responses = new();

    private PluginServer(WebApplication app) => _app = app;

    /// <summary>The paths of all requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<PluginServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new PluginServer(app);
        app.Run(http =>
        {
            server.Requests.Enqueue(http.Request.Path.Value!);
            if (server._responses.TryGetValue(http.Request.Path.Value!, out var respond))
                return respond(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public Uri UrlOf(string path) => new(new Uri(_app.Urls.First()), path);

    /// <summary>Sets the response of a path.</summary>
    public void Set(string path, RequestDelegate respond) => _responses[path] = respond;

    /// <summary>Sets the file of a path.</summary>
    public void Set(string path, byte[] content) => Set(path, async http => await http.Response.Body.WriteAsync(content));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
