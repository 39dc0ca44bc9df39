using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore.Endpoints;

internal static partial class EndpointLog
{
    [LoggerMessage(1, LogLevel.Warning, "Scrape failed with status 503: metrics were not ready within {Seconds} s (logged once per cause and outage).")]
    public static partial void ScrapeTimedOut(ILogger logger, double seconds);

    [LoggerMessage(2, LogLevel.Error, "Scrape failed with status 500: metrics could not be rendered (logged once per cause and outage).")]
    public static partial void ScrapeFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Scrapes succeed again; {Failures} failed within {Duration}.")]
    public static partial void ScrapesSucceed(ILogger logger, long failures, TimeSpan duration);
}
