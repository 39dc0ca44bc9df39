using System.Text;
using Vernier.Host.Demo.Servers;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>The services of the remote networks of the demo, and the server of its plugin.</summary>
internal sealed class DemoBackends(TimeProvider time) : LoopbackServer
{
    /// <summary>The path of the plugin.</summary>
    public const string PluginPath = "/plugins/demo.zip";

    /// <summary>The path of a health check that fails for 10 of 40 seconds.</summary>
    public const string UnstableHealth = "/unstable-health";

    private static readonly TimeSpan SlowTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan EventInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The content of the plugin.</summary>
    public static byte[] Plugin { get; } = Encoding.UTF8.GetBytes("displayName: Demo\ntype: middleware\n");

    protected override void Map(WebApplication application)
    {
        application.UseWebSockets();
        application.MapGet(PluginPath, () => TypedResults.Bytes(Plugin));
        application.MapGet("/health", () => "ok");
        application.MapGet(UnstableHealth, () => time.GetUtcNow().ToUnixTimeSeconds() % 40 < 10 ? Results.StatusCode(503) : Results.Text("ok"));
        application.MapGet("/large", () => TypedResults.Bytes(new byte[256 * 1024]));
        application.MapGet("/broken", () => Results.StatusCode(500));
        application.MapGet("/slow", async (CancellationToken cancellation) =>
        {
            await Task.Delay(SlowTime, time, cancellation).ConfigureAwait(false);
            return "slow";
        });
        application.MapGet("/events", SendEventsAsync);
        application.MapPost("/upload", async (HttpRequest request, CancellationToken cancellation) =>
        {
            await request.Body.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            return Results.NoContent();
        });
        application.MapFallback(() => TypedResults.Content("<!DOCTYPE html><title>Demo</title><h1>A service of a remote network</h1>", "text/html"));
    }

    private async Task SendEventsAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        for (var i = 0; i < 5; i++)
        {
            await response.WriteAsync($"data: {i}\n\n", cancellation).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(EventInterval, time, cancellation).ConfigureAwait(false);
        }
    }
}
