using System.Globalization;

namespace Vernier.AspNetCore.Endpoints;

/// <summary>The scrape timeout, which Prometheus sends in the header <c>X-Prometheus-Scrape-Timeout-Seconds</c>.</summary>
internal static class ScrapeTimeout
{
    public const string HeaderName = "X-Prometheus-Scrape-Timeout-Seconds";

    /// <summary>The default and the maximum.</summary>
    public static readonly TimeSpan Maximum = TimeSpan.FromMinutes(2);

    /// <summary>The maximum time that is reserved for sending the response.</summary>
    private static readonly TimeSpan LargestMargin = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets the time in which the metrics must be ready: the timeout less a tenth of it, at most half a second.</summary>
    /// <param name="header">The header value in seconds; an invalid value is ignored.</param>
    public static TimeSpan Of(string? header)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (!double.TryParse(header, Style, CultureInfo.InvariantCulture, out var seconds) || !(seconds > 0 && seconds <= Maximum.TotalSeconds))
            return Maximum;
        var timeout = TimeSpan.FromSeconds(seconds);
        var margin = timeout / 10;
        return timeout - (margin < LargestMargin ? margin : LargestMargin);
    }
}
