using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Certificates;

/// <summary>When a certificate is ordered or renewed. Thread-safe.</summary>
internal sealed class RenewalSchedule(PangolinSettings settings, TimeProvider time)
{
    private static readonly TimeSpan ShortDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxShortDelay = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongDelay = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaxLongDelay = TimeSpan.FromHours(24);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(7);

    /// <summary>Returns when the next attempt is due: before the expiry, and after the delay that follows a failure.</summary>
    /// <param name="row">The certificate; null for a new host.</param>
    public DateTimeOffset DueTimeOf(CertificateRow? row)
    {
        var now = time.GetUtcNow();
        if (row is null or { BlockedUntil: CertificateRow.Requested })
            return now;
        var renewal = row.Version == 0 ? DateTimeOffset.MinValue : RenewalTimeOf(row);
        var blocked = DateTimeOffset.FromUnixTimeMilliseconds(row.BlockedUntil);
        // No delay is that long; the clock was wrong when it was stored.
        return blocked > now + MaxDelay || blocked < renewal ? renewal : blocked;
    }

    /// <summary>Whether an attempt is due.</summary>
    public bool IsDue(CertificateRow? row) => DueTimeOf(row) <= time.GetUtcNow();

    /// <summary>
    /// Returns before when a new certificate is not renewed, even if it seems to expire soon because the clocks of this server and the ACME server differ.
    /// </summary>
    public DateTimeOffset EarliestRenewal(DateTimeOffset expires)
    {
        var now = time.GetUtcNow();
        var half = (expires - now) / 2;
        return now + (half < MaxLongDelay ? half : MaxLongDelay);
    }

    /// <summary>
    /// Returns how long no attempt starts after a failed one: longer after each, and longer for a rejection, which a server counts against its limits,
    /// than for a server that is unavailable.
    /// </summary>
    /// <param name="failures">The number of failures in a row, including this one.</param>
    /// <param name="isServerUnavailable">Whether the server did not process the request.</param>
    /// <param name="retryAfter">How long the server asks to wait; null if it does not.</param>
    public static TimeSpan DelayAfter(long failures, bool isServerUnavailable, TimeSpan? retryAfter)
    {
        var (first, longest) = isServerUnavailable ? (ShortDelay, MaxShortDelay) : (LongDelay, MaxLongDelay);
        var delay = first * Math.Pow(2, Math.Min(failures - 1, 20));
        delay = delay < longest ? delay : longest;
        delay = retryAfter > delay ? retryAfter.Value : delay;
        return delay < MaxDelay ? delay : MaxDelay;
    }

    private DateTimeOffset RenewalTimeOf(CertificateRow row)
    {
        var before = settings.Current.Certificates.Acme?.RenewBefore ?? TimeSpan.Zero;
        // A short-lived certificate would otherwise be renewed again at once.
        var third = TimeSpan.FromMilliseconds((row.Expires - row.IssuedFrom) / 3.0);
        return DateTimeOffset.FromUnixTimeMilliseconds(row.Expires) - (before < third ? before : third);
    }
}
