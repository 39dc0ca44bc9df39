using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore;

internal static partial class RegistryLog
{
    [LoggerMessage(1, LogLevel.Warning, "Metrics collector {Collector} failed; its metrics are omitted until it recovers.")]
    public static partial void CollectorFailed(ILogger logger, string collector, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Metrics collector {Collector} recovered.")]
    public static partial void CollectorRecovered(ILogger logger, string collector);
}
