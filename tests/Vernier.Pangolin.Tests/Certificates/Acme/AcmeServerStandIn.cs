using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Tests.Certificates.Acme;

/// <summary>
/// A stand-in for an ACME server that sends invalid responses, which a real one does not send. The tests with a real server (pebble) are in
/// Vernier.EndToEnd.
/// </summary>
internal sealed class AcmeServerStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _responses = new();

    private AcmeServerStandIn(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public Uri Directory => new(Url, "/directory");

    public static async Task<AcmeServerStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AcmeServerStandIn(app);
        app.Run(http =>
        {
            http.Response.Headers["Replay-Nonce"] = "nonce";
            return server._responses.TryGetValue(http.Request.Path.Value!, out var respond) ? respond(http) : Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Set("/directory", 200, $$"""{"newNonce":"{{server.Url}}nonce","newAccount":"{{server.Url}}account","newOrder":"{{server.Url}}order"}""");
        return server;
    }

    /// <summary>Sets the response of a path.</summary>
    public void Set(string path, int status, string body, params (string Name, string Value)[] headers) => _responses[path] = http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return http.Response.WriteAsync(body);
    };

    /// <summary>Sets what happens at a path.</summary>
    public void Set(string path, Func<HttpContext, Task> respond) => _responses[path] = respond;

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
