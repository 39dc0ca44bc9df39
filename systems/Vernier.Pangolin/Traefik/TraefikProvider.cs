using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Proxy;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Traefik;

/// <summary>
/// Renders the configuration for Traefik, for requests of its HTTP provider and every 5 seconds by the clock for the file of its file provider. The file is
/// replaced as a whole, and only if it differs.
/// </summary>
internal sealed partial class TraefikProvider(
    SiteInventory inventory, ProxyServer proxy, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time, ILogger<TraefikProvider> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Timers can fire a little early; the same tick is not handled twice.</summary>
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(50);

    private TraefikError? _lastError;

    /// <summary>Renders the configuration with the resources of the database.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    /// <exception cref="PangolinException">The proxy is not started.</exception>
    public async Task<JsonObject> RenderAsync(CancellationToken cancellation)
    {
        JsonObject? rendered = null;
        await RunAsync(async () => rendered = await ReadAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return rendered!;
    }

    /// <summary>Writes the file if the configuration differs from its content. Errors are counted, and logged once until they change.</summary>
    public async Task WriteAsync(string file, CancellationToken cancellation)
    {
        TraefikError? error = null;
        try
        {
            await RunAsync(async () => await ReplaceAsync(file, YamlText.Of(await ReadAsync(cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (ErrorOf(exception) is { } known)
        {
            error = known;
            if (error != _lastError)
                LogFailed(file, exception.Message);
        }
        if (error is null && _lastError is not null)
            LogWritten(file);
        _lastError = error;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(UntilNextTick(), time, stoppingToken).ConfigureAwait(false);
            if (settings.Current.Traefik.File is { } file)
                await WriteAsync(file, stoppingToken).ConfigureAwait(false);
        }
    }

    private static TraefikError? ErrorOf(Exception exception) => exception switch
    {
        StorageException => TraefikError.Database,
        PangolinException => TraefikError.Render,
        IOException or UnauthorizedAccessException => TraefikError.Write,
        _ => null,
    };

    private static async Task ReplaceAsync(string file, string text, CancellationToken cancellation)
    {
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false) == text)
            return;
        // Traefik ignores other extensions than those of its configuration.
        var temporary = $"{file}.tmp";
        var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        var options = settings.Current.Traefik;
        return TraefikConfiguration.Render(inventory.Current, options, options.ServiceUrl ?? ProxyAddress());
    }

    private Uri ProxyAddress()
    {
        try
        {
            return proxy.Address;
        }
        catch (InvalidOperationException exception)
        {
            throw new PangolinException("The proxy is not started. Try again later.", exception);
        }
    }

    /// <summary>Measures an operation and counts its error.</summary>
    private async Task RunAsync(Func<Task> operation)
    {
        var started = time.GetTimestamp();
        TraefikError? error = null;
        try
        {
            await operation().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = ErrorOf(exception);
            throw;
        }
        finally
        {
            metrics.TraefikSynchronized(time.GetElapsedTime(started), error);
        }
    }

    private TimeSpan UntilNextTick()
    {
        var delay = Interval - TimeSpan.FromTicks(time.GetUtcNow().UtcTicks % Interval.Ticks);
        return delay < MinDelay ? delay + Interval : delay;
    }

    [LoggerMessage(1, LogLevel.Error, "The configuration for Traefik was not written to {File}; logged once until it changes: {Reason}")]
    private partial void LogFailed(string file, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The configuration for Traefik is written to {File} again.")]
    private partial void LogWritten(string file);
}
