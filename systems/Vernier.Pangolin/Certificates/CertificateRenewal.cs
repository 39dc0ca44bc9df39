using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Certificates.Acme;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// The background job <c>cert_renewal</c>. Each minute it requests the certificates that are due; for a host it orders the certificate. One server at a time
/// orders it, and no attempt starts before the delay that follows a failed one. Thread-safe.
/// </summary>
internal sealed partial class CertificateRenewal(
    CertificateStore store, CertificateIssuer issuer, IssuedCertificates certificates, CertificateSeries series, AcmeHosts hosts, RenewalSchedule schedule,
    SiteInventory inventory, JobQueue queue, TimeProvider time, ILogger<CertificateRenewal> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The longest attempt. After a crash the next one starts after this time.</summary>
    private static readonly TimeSpan MaxAttempt = TimeSpan.FromMinutes(15);

    /// <summary>The job. A failed attempt is repeated by the schedule of the host, not by the queue.</summary>
    public JobDefinition Job => new(JobType.CertRenewal, Interval, RunAsync) { MaxAttempts = 1, Timeout = MaxAttempt };

    /// <summary>Runs the job.</summary>
    /// <param name="host">The host; empty for the job that runs each minute.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <exception cref="AcmeException">The certificate was not issued.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task RunAsync(string host, CancellationToken cancellation) => host.Length == 0 ? RequestDueAsync(cancellation) : RenewAsync(host, cancellation);

    /// <summary>Orders a certificate although no attempt is due. Returns false if the host gets no certificates.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<bool> RequestAsync(string host, CancellationToken cancellation)
    {
        if (!hosts.Current().Contains(host))
            return false;
        await store.RequestAsync(host, cancellation).ConfigureAwait(false);
        await queue.EnqueueAsync(JobType.CertRenewal, host, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task RequestDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await store.CleanUpAsync(inventory.Current.ByHost.Keys, now.ToUnixTimeMilliseconds(), cancellation).ConfigureAwait(false);
        var rows = (await store.ListAsync(cancellation).ConfigureAwait(false)).ToDictionary(row => row.Host);
        foreach (var host in hosts.Current().Where(host => schedule.IsDue(rows.GetValueOrDefault(host))))
            await queue.EnqueueAsync(JobType.CertRenewal, host, now, cancellation).ConfigureAwait(false);
    }

    private async Task RenewAsync(string host, CancellationToken cancellation)
    {
        var row = await store.FindAsync(host, cancellation).ConfigureAwait(false) ?? new CertificateRow { Host = host };
        if (!hosts.Current().Contains(host) || !schedule.IsDue(row)
            || !await store.ClaimAsync(row, (time.GetUtcNow() + MaxAttempt).ToUnixTimeMilliseconds(), cancellation).ConfigureAwait(false))
            return;
        try
        {
            var issued = await issuer.IssueAsync(host, cancellation).ConfigureAwait(false);
            var certificate = Check(host, issued);
            // A shutdown must not lose what the ACME server counts.
            await store.CompleteAsync(issued, new CertificateRow
            {
                Host = host,
                IssuedFrom = certificate.NotBefore.ToUnixTimeMilliseconds(),
                Expires = certificate.NotAfter.ToUnixTimeMilliseconds(),
                BlockedUntil = schedule.EarliestRenewal(certificate.NotAfter).ToUnixTimeMilliseconds(),
            }, CancellationToken.None).ConfigureAwait(false);
            series.Record(host, row.Version == 0 ? AcmeEvent.Issued : AcmeEvent.Renewed);
            LogIssued(host, certificate.Issuer, certificate.NotAfter);
        }
        catch (AcmeException exception)
        {
            var delay = RenewalSchedule.DelayAfter(row.Failures + 1, exception.Failure == AcmeEvent.ServerUnavailable, exception.RetryAfter);
            var next = time.GetUtcNow() + delay;
            series.Record(host, exception.Failure);
            LogFailed(host, next, exception.Message);
            await store.FailAsync(host, exception.Message, next.ToUnixTimeMilliseconds(), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await certificates.RefreshAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Checks that the certificate is what was ordered, before it replaces another one.</summary>
    private ServerCertificate Check(string host, IssuedRow issued)
    {
        try
        {
            var certificate = IssuedCertificates.Parse(issued);
            return !certificate.Names.Contains(host) ? throw Invalid("it is not valid for the host")
                : certificate.NotAfter <= time.GetUtcNow() ? throw Invalid("it is expired; check the clock of this server")
                : certificate;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Invalid("it is damaged, or is not that of the requested key", exception);
        }

        AcmeException Invalid(string reason, Exception? cause = null) =>
            new(AcmeEvent.Failed, $"The ACME server issued a certificate for {host} that cannot be used: {reason}.", cause);
    }

    [LoggerMessage(1, LogLevel.Information, "Issued a certificate for {Host} by {Issuer}; it expires on {Expires:u}.")]
    private partial void LogIssued(string host, string issuer, DateTimeOffset expires);

    [LoggerMessage(2, LogLevel.Error, "No certificate was issued for {Host}; the next attempt is at {NextAttempt:u}. {Error}")]
    private partial void LogFailed(string host, DateTimeOffset nextAttempt, string error);
}
