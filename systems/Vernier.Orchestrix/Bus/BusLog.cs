using Microsoft.Extensions.Logging;

namespace Vernier.Orchestrix.Bus;

/// <summary>The log messages of the bus.</summary>
internal static partial class BusLog
{
    [LoggerMessage(1, LogLevel.Error, "Handler {Handler} failed to process {Message} {Id}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string message, string id);

    [LoggerMessage(2, LogLevel.Warning, "Handler {Handler} failed to process {Message} {Id} (attempt {Attempt}); retrying in {Delay}.")]
    public static partial void HandlerRetried(ILogger logger, Exception exception, string handler, string message, string id, int attempt, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Error, "Handler {Handler} failed to process {Message} {Id} after {Attempts} attempts; moved the message to the dead letter queue.")]
    public static partial void MessageDeadLettered(ILogger logger, Exception exception, string handler, string message, string id, int attempts);

    [LoggerMessage(4, LogLevel.Information, "Handler {Handler} failed to process {Message} {Id}; the exception is thrown to the publisher: {Reason}")]
    public static partial void FailureThrown(ILogger logger, string handler, string message, string id, string reason);
}
