using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>
/// A site: connects to a Pangolin server and forwards the requests that arrive through the tunnel to its targets, and to nothing else. After a lost
/// connection it connects again with exponential back-off and jitter. Thread-safe.
/// </summary>
public sealed class PangolinSite : IAsyncDisposable
{
    private readonly TaskCompletionSource _connected = new();
    private readonly TaskCompletionSource _stopped = new();

    /// <summary>Creates a site that is not connected.</summary>
    /// <param name="options">The options; they must not be changed afterwards.</param>
    /// <param name="logging">Receives the log. Default: none.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are invalid; the message contains all errors.</exception>
    public PangolinSite(PangolinSiteOptions options, ILoggerFactory? logging = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
    }

    /// <summary>Gets a value indicating whether the site is connected to the server.</summary>
    public bool IsConnected => _connected.Task.IsCompleted;

    /// <summary>Starts to connect in the background. Call it once.</summary>
    /// <param name="cancellation">Cancels starting.</param>
    public Task StartAsync(CancellationToken cancellation = default) => _connected.Task.WaitAsync(cancellation);

    /// <summary>Completes when the site is connected.</summary>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task WhenConnectedAsync(CancellationToken cancellation = default) => _connected.Task.WaitAsync(cancellation);

    /// <summary>Completes the requests in progress, and disconnects.</summary>
    /// <param name="cancellation">Aborts the requests that are still in progress.</param>
    public Task StopAsync(CancellationToken cancellation = default) => _stopped.Task.WaitAsync(cancellation);

    /// <summary>Runs until canceled, and then stops as <see cref="StopAsync"/> does.</summary>
    /// <param name="cancellation">Stops the site.</param>
    public Task RunAsync(CancellationToken cancellation) => _stopped.Task.WaitAsync(cancellation);

    /// <summary>Disconnects, and aborts the requests in progress.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
