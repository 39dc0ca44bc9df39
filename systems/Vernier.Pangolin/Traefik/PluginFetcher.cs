using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Traefik;

/// <summary>
/// Keeps the plugins of the configuration in the cache: verifies each every 5 minutes, and downloads what is missing or damaged. After a failure the delay
/// doubles from 1 minute to 1 hour.
/// </summary>
internal sealed partial class PluginFetcher(PluginCache cache, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time, ILogger<PluginFetcher> logger) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan VerificationInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private Dictionary<string, PluginState> _states = [];

    /// <summary>Verifies or downloads the plugins that are due.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var plugins = settings.Current.Traefik.Plugins;
        foreach (var name in _states.Keys.Where(name => !plugins.ContainsKey(name)))
            metrics.PluginRemoved(name);
        var states = new Dictionary<string, PluginState>();
        foreach (var (name, plugin) in plugins)
        {
            if (!_states.TryGetValue(name, out var state))
                metrics.PluginKnown(name);
            var identity = $"{plugin.Url} {plugin.Sha256}";
            if (state is null || state.Identity != identity)
                state = new PluginState(identity, null, 0, 0, TimeSpan.Zero);
            states[name] = time.GetElapsedTime(state.Checked) >= state.Delay ? await CheckAsync(name, plugin, state, cancellation).ConfigureAwait(false) : state;
        }
        _states = states;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, time);
        do
            await CheckAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task<PluginState> CheckAsync(string name, TraefikPluginOptions plugin, PluginState state, CancellationToken cancellation)
    {
        try
        {
            var isCached = await cache.ContainsAsync(plugin, cancellation).ConfigureAwait(false);
            if (!isCached)
                await cache.FetchAsync(plugin, cancellation).ConfigureAwait(false);
            if (!isCached || state.Failures > 0)
                LogFetched(name, cache.PathOf(plugin));
            var result = isCached ? PluginFetchResult.Cached : PluginFetchResult.Success;
            metrics.PluginFetched(name, result);
            return state with { Result = result, Failures = 0, Checked = time.GetTimestamp(), Delay = VerificationInterval };
        }
        catch (PluginException exception)
        {
            metrics.PluginFetched(name, exception.Result);
            if (exception.Result != state.Result)
                LogFailed(name, exception.Message);
            var delay = FirstDelay * Math.Pow(2, Math.Min(state.Failures, 20));
            return state with { Result = exception.Result, Failures = state.Failures + 1, Checked = time.GetTimestamp(), Delay = delay < MaxDelay ? delay : MaxDelay };
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The plugin {Plugin} is verified and stored in {Path}.")]
    private partial void LogFetched(string plugin, string path);

    [LoggerMessage(2, LogLevel.Error, "The plugin {Plugin} was not fetched; logged once until the cause changes: {Reason}")]
    private partial void LogFailed(string plugin, string reason);

    /// <summary>What happened to a plugin.</summary>
    /// <param name="Identity">The address and the hash.</param>
    /// <param name="Result">How the last check ended; null before the first one.</param>
    /// <param name="Failures">The number of failures in a row.</param>
    /// <param name="Checked">When it was checked last.</param>
    /// <param name="Delay">How long after the last check the next one is due.</param>
    private sealed record PluginState(string Identity, PluginFetchResult? Result, int Failures, long Checked, TimeSpan Delay);
}
