using Microsoft.Extensions.Logging;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The log messages of models and costs.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: model call on the {Leg} leg failed ({Model}): {Reason} (logged once per cause and outage)")]
    public static partial void LegFailed(ILogger logger, string runId, ModelLeg leg, string model, string reason);

    [LoggerMessage(10, LogLevel.Warning, "Model calls on the {Leg} leg succeed again; {Failures} failed within {Duration}.")]
    public static partial void LegSucceeds(ILogger logger, ModelLeg leg, long failures, TimeSpan duration);

    [LoggerMessage(2, LogLevel.Warning, "Circuit breaker of the {Leg} leg opened; next trial in {Delay}.")]
    public static partial void BreakerOpened(ILogger logger, ModelLeg leg, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Warning, "Circuit breaker of the {Leg} leg closed.")]
    public static partial void BreakerClosed(ILogger logger, ModelLeg leg);

    [LoggerMessage(4, LogLevel.Warning, "Response on the {Leg} leg ({Model}) contains no usage; its cost is recorded as 0.")]
    public static partial void NoUsage(ILogger logger, ModelLeg leg, string model);

    [LoggerMessage(5, LogLevel.Warning, "The {Leg} leg has no address; calls fail until {Key} is set.")]
    public static partial void NoAddress(ILogger logger, ModelLeg leg, string key);

    [LoggerMessage(6, LogLevel.Error, "Storing the cost of run {RunId} ({Usd} USD) failed and is retried every {Delay}: {Reason}")]
    public static partial void CostRetried(ILogger logger, string runId, double usd, TimeSpan delay, string reason);

    [LoggerMessage(7, LogLevel.Information, "The cost of run {RunId} ({Usd} USD) is stored after {Attempts} attempts.")]
    public static partial void CostStoredLate(ILogger logger, string runId, double usd, int attempts);

    [LoggerMessage(8, LogLevel.Critical, "The cost of run {RunId} ({Usd} USD, repository {Repository}, user {User}) was not stored before the shutdown. Add it to the database.")]
    public static partial void CostLost(ILogger logger, string runId, double usd, string repository, string user);

    [LoggerMessage(9, LogLevel.Debug, "Cannot read the response on the {Leg} leg ({Model}).")]
    public static partial void UnreadableResponse(ILogger logger, Exception exception, ModelLeg leg, string model);
}
