using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore.Endpoints;

internal static partial class EndpointLog
{
    [LoggerMessage(1, LogLevel.Warning, "A scrape was answered with 503: the metrics were not ready within {Seconds} s")]
    public static partial void ScrapeTimedOut(ILogger logger, double seconds);

    [LoggerMessage(2, LogLevel.Error, "A scrape was answered with 500: the metrics could not be written")]
    public static partial void ScrapeFailed(ILogger logger, Exception exception);
}
