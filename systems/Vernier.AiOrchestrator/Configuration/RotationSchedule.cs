using System.Text.RegularExpressions;
using Quartz;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The fire times of a cron expression, in UTC. Immutable.</summary>
internal sealed partial class RotationSchedule(string expression)
{
    private const int MaxLength = 500;
    private const string Value = "([0-9]{1,4}|[a-z]{3})";
    private const string Day = "([1-7]|[a-z]{3})";
    private const string Item = $@"((\*|\?|{Value}(-{Value})?)(/[1-9][0-9]{{0,3}})?|L(-[0-9]{{1,2}})?W?|{Day}L|[0-9]{{1,2}}W|{Day}\#[1-5])";
    private const string Field = $"{Item}(,{Item})*";

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
        // From some expressions outside its grammar, such as two slashes, Quartz does not return.
        if (expression.Length > MaxLength || !Grammar().IsMatch(expression) || !CronExpression.IsValidExpression(expression))
            return example;
        return new RotationSchedule(expression).NextAfter(TimeProvider.System.GetUtcNow()) is null ? $"{example} that has fire times in the future" : null;
    }

    /// <summary>Six or seven fields of items with commas: values, names, ranges, increments of at least 1, and the last, nearest or n-th day.</summary>
    [GeneratedRegex($@"^\s*{Field}(\s+{Field}){{5,6}}\s*\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
