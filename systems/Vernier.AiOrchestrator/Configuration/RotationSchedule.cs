using Quartz;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The fire times of a cron expression, in UTC. Immutable.</summary>
internal sealed class RotationSchedule(string expression)
{
    private readonly CronExpression _cron = new(expression) { TimeZone = TimeZoneInfo.Utc };

    /// <summary>Returns the first fire time after a time, or null if the expression never fires again.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time) => _cron.GetNextValidTimeAfter(time);

    /// <summary>Returns why an expression is invalid, as a rule without a period; null if it is valid.</summary>
    public static string? FindError(string expression)
    {
        const string example = "must be a Quartz cron expression such as '0 0 2 1 * ?'";
        // Required reports an empty one.
        if (string.IsNullOrWhiteSpace(expression))
            return null;
        if (!CronExpression.IsValidExpression(expression))
            return example;
        return new RotationSchedule(expression).NextAfter(TimeProvider.System.GetUtcNow()) is null ? $"{example} that has fire times in the future" : null;
    }
}
