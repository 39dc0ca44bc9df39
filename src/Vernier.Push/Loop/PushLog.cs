using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>The log messages of pushes.</summary>
internal static partial class PushLog
{
    [LoggerMessage(1, LogLevel.Warning, "Push to {Target} failed: {Cause}. Pushing continues; logged once per state change.")]
    public static partial void PushFailed(ILogger logger, string target, string? cause);

    [LoggerMessage(2, LogLevel.Warning, "Push to {Target} was refused: {Cause}. Pushing continues; logged once per state change.")]
    public static partial void PushRefused(ILogger logger, string target, string? cause);

    [LoggerMessage(3, LogLevel.Warning, "Push to {Target} succeeded again.")]
    public static partial void PushRecovered(ILogger logger, string target);

    [LoggerMessage(4, LogLevel.Warning, "Final push to {Target} failed: {Cause}. The last metrics are lost.")]
    public static partial void FinalPushFailed(ILogger logger, string target, string? cause);
}
