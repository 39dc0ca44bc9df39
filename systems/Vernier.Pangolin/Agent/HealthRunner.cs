using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>Runs the health checks of one connection with its latest configuration. Not thread-safe.</summary>
internal sealed class HealthRunner(HealthChecks checks, TunnelChannel channel) : IAsyncDisposable
{
    private CancellationTokenSource _canceled = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Checks with a configuration, in place of the previous one.</summary>
    public async Task StartAsync(ConfigMessage config)
    {
        await DisposeAsync().ConfigureAwait(false);
        _canceled = new CancellationTokenSource();
        _running = RunAsync(config, _canceled.Token);
    }

    /// <summary>Ends the checks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _canceled.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _canceled.Dispose();
    }

    private async Task RunAsync(ConfigMessage config, CancellationToken cancellation)
    {
        try
        {
            await checks.RunAsync(config, message => channel.SendAsync(message, CancellationToken.None), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionLostException)
        {
            // The connection has ended.
        }
    }
}
