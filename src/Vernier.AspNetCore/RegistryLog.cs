using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore;

internal static partial class RegistryLog
{
    [LoggerMessage(1, LogLevel.Warning, "The metrics collector {Collector} fails; its families are missing until it works again")]
    public static partial void CollectorFails(ILogger logger, string collector, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The metrics collector {Collector} works again")]
    public static partial void CollectorWorks(ILogger logger, string collector);
}
