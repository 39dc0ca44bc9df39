using Microsoft.Extensions.Logging;

namespace Vernier.Orchestrix.Bus;

/// <summary>What the bus says in the log.</summary>
internal static partial class BusLog
{
    [LoggerMessage(1, LogLevel.Error, "{Handler} failed on {Message} {Id}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string message, string id);

    [LoggerMessage(2, LogLevel.Warning, "{Handler} failed on {Message} {Id}, attempt {Attempt}; the next one follows in {Delay}.")]
    public static partial void HandlerRetries(ILogger logger, Exception exception, string handler, string message, string id, int attempt, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Error, "{Handler} gave up on {Message} {Id} after {Attempts} attempts; the message is a dead letter now.")]
    public static partial void HandlerGaveUp(ILogger logger, Exception exception, string handler, string message, string id, int attempts);

    [LoggerMessage(4, LogLevel.Information, "{Handler} failed on {Message} {Id}, and its publisher was told: {Reason}")]
    public static partial void PublisherIsTold(ILogger logger, string handler, string message, string id, string reason);
}
