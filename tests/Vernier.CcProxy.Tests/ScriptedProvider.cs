using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Tests;

/// <summary>A provider on loopback with a handler from the test.</summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ScriptedProvider(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    public static async Task<ScriptedProvider> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync();
        return new ScriptedProvider(application);
    }

    /// <summary>Responds with JSON.</summary>
    public static RequestDelegate Json(string json, int status = 200) => async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json);
    };

    /// <summary>Responds with server-sent events, each flushed separately.</summary>
    public static RequestDelegate Stream(params string[] events) => async http =>
    {
        if (!http.Response.HasStarted)
            http.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var text in events)
        {
            await http.Response.WriteAsync(text);
            await http.Response.Body.FlushAsync();
        }
    };

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }
}
