using System.Globalization;

namespace Vernier.AspNetCore.Endpoints;

/// <summary>How long the scraper waits, which Prometheus says in the header <c>X-Prometheus-Scrape-Timeout-Seconds</c>.</summary>
internal static class ScrapeTimeout
{
    public const string HeaderName = "X-Prometheus-Scrape-Timeout-Seconds";

    /// <summary>Without the header, and at most: nobody waits longer for one answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>What is left for the answer to travel.</summary>
    private static readonly TimeSpan LargestMargin = TimeSpan.FromSeconds(0.5);

    /// <summary>The time in which the metrics must be ready: a tenth, but at most half a second, less than the scraper waits.</summary>
    /// <param name="header">The header's value in seconds; one that makes no sense is ignored.</param>
    public static TimeSpan Of(string? header)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (!double.TryParse(header, Style, CultureInfo.InvariantCulture, out var seconds) || !(seconds > 0 && seconds <= Longest.TotalSeconds))
            return Longest;
        var timeout = TimeSpan.FromSeconds(seconds);
        var margin = timeout / 10;
        return timeout - (margin < LargestMargin ? margin : LargestMargin);
    }
}
