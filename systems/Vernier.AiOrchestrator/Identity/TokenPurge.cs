using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Deletes expired refresh tokens and sessions every day at 02:00 UTC.</summary>
internal sealed partial class TokenPurge(Database database, TimeProvider time, ILogger<TokenPurge> logger) : BackgroundService
{
    private static readonly TimeSpan TimeOfDay = TimeSpan.FromHours(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var today = new DateTimeOffset(now.UtcDateTime.Date + TimeOfDay, TimeSpan.Zero);
            await Task.Delay((today > now ? today : today.AddDays(1)) - now, time, stoppingToken).ConfigureAwait(false);
            await PurgeAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task PurgeAsync(CancellationToken cancellation)
    {
        try
        {
            var count = await database.WriteAsync(session => SessionStore.PurgeAsync(session, time.GetUtcNow().ToUnixTimeMilliseconds()), cancellation).ConfigureAwait(false);
            LogPurged(count);
        }
        catch (StorageException exception)
        {
            LogFailed(exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Deleted {Count} expired refresh tokens.")]
    private partial void LogPurged(int count);

    [LoggerMessage(2, LogLevel.Warning, "Deleting expired refresh tokens failed; the next attempt is tomorrow: {Reason}")]
    private partial void LogFailed(string reason);
}
