using System.Text.RegularExpressions;
using Quartz;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The fire times of a cron expression, in UTC. Immutable.</summary>
internal sealed partial class RotationSchedule(string expression)
{
    private const int MaxLength = 500;
    private const string Value = "([0-9]{1,4}|[a-z]{3})";
    private const string Item = $"(\\*|{Value}(-{Value})?)(/[1-9][0-9]{{0,3}})?";
    private const string List = $"{Item}(,{Item})*";
    private const string DayOfMonth = @"(\?|L(-[0-9]{1,2})?W?|[0-9]{1,2}W)";
    private const string DayOfWeek = @"(\?|L|([1-7]|[a-z]{3})(L|\#[1-5]))";

    private readonly CronExpression _cron = new(expression) { TimeZone = TimeZoneInfo.Utc };

    /// <summary>Returns the first fire time after a time, or null if the expression never fires again.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time)
    {
        try
        {
            return _cron.GetNextValidTimeAfter(time);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Quartz throws this for some expressions when it has searched all years up to the last one.
            return null;
        }
    }

    /// <summary>Returns why an expression is invalid, as a rule without a period; null if it is valid.</summary>
    public static string? FindError(string expression)
    {
        const string example = "must be a Quartz cron expression such as '0 0 2 1 * ?'";
        // Required reports an empty one.
        if (string.IsNullOrWhiteSpace(expression))
            return null;
        // From some expressions outside its grammar, such as two slashes, Quartz does not return.
        if (expression.Length > MaxLength || !Grammar().IsMatch(expression) || !CronExpression.IsValidExpression(expression))
            return example;
        return new RotationSchedule(expression).NextAfter(TimeProvider.System.GetUtcNow()) is null ? $"{example} that has fire times in the future" : null;
    }

    /// <summary>
    /// Second, minute, hour, day of the month, month, day of the week, and optionally the year: values, names, ranges and increments of at least 1, and for
    /// days also the last, the nearest and the n-th.
    /// </summary>
    [GeneratedRegex($@"^\s*({List}\s+){{3}}({List}|{DayOfMonth})\s+{List}\s+({List}|{DayOfWeek})(\s+{List})?\s*\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
