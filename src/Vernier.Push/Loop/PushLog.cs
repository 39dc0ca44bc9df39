using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>What pushing says in the log.</summary>
internal static partial class PushLog
{
    [LoggerMessage(1, LogLevel.Warning, "Metrics do not reach the target {Target}: {Cause}. The pushes go on; this is not said again until it changes")]
    public static partial void PushFails(ILogger logger, string target, string? cause);

    [LoggerMessage(2, LogLevel.Warning, "The target {Target} refuses the metrics: {Cause}. The pushes go on; this is not said again until it changes")]
    public static partial void PushIsRefused(ILogger logger, string target, string? cause);

    [LoggerMessage(3, LogLevel.Information, "Metrics reach the target {Target} again")]
    public static partial void PushWorks(ILogger logger, string target);

    [LoggerMessage(4, LogLevel.Warning, "The last metrics did not reach the target {Target}: {Cause}")]
    public static partial void LastPushIsMissing(ILogger logger, string target, string? cause);
}
