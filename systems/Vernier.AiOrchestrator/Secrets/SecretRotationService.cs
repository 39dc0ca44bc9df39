using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>Rotates the secrets by their schedules and reads what other hosts rotated.</summary>
internal sealed partial class SecretRotationService(SecretRotation rotation, SigningKeys keys, TimeProvider time, ILogger<SecretRotationService> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(30);

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await Task.Delay(await CheckAsync(stoppingToken).ConfigureAwait(false), time, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    /// <summary>Returns the time to the next check.</summary>
    private async Task<TimeSpan> CheckAsync(CancellationToken stop)
    {
        try
        {
            await keys.RefreshAsync(stop).ConfigureAwait(false);
            await rotation.RotateDueAsync(stop).ConfigureAwait(false);
            var next = (await rotation.ReadAsync(stop).ConfigureAwait(false)).Min(secret => secret.Next) - time.GetUtcNow();
            if (_isFailing)
                LogRecovered();
            _isFailing = false;
            return next > TimeSpan.Zero && next < PollInterval ? next.Value : PollInterval;
        }
        catch (StorageException exception)
        {
            if (!_isFailing)
                LogUnavailable(exception.Message);
            _isFailing = true;
            return PollInterval;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Checking the rotation of secrets failed; logged once until it succeeds: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Checking the rotation of secrets succeeded again.")]
    private partial void LogRecovered();
}
