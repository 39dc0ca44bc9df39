using System.Net;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>Records each decision once: in the metrics and in the audit log. Thread-safe.</summary>
internal sealed class AccessRecorder(PangolinMetrics metrics, AuditLog log, TimeProvider time)
{
    /// <summary>Records a decision.</summary>
    /// <param name="verdict">The decision.</param>
    /// <param name="resource">The resource; null if it does not exist.</param>
    /// <param name="address">The address of the client.</param>
    /// <param name="path">The path of the request, without query; null for TCP and sign-in attempts.</param>
    /// <param name="started">The timestamp of the start of the decision.</param>
    public void Record(AccessVerdict verdict, Resource? resource, IPAddress? address, string? path, long started)
    {
        metrics.AccessDecided(resource?.SiteId, verdict.Method, verdict.Decision, verdict.Failure, time.GetElapsedTime(started));
        log.Record(new AuditEntry
        {
            ResourceId = resource?.Id,
            SiteId = resource?.SiteId,
            Decision = verdict.Decision,
            Method = verdict.Method,
            Failure = verdict.Failure,
            Subject = verdict.Subject,
            Address = (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString() ?? "unknown",
            Path = path,
        });
    }
}
