using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// Loads the certificates of the ACME server from the database, at startup and every 5 seconds, because another server may have renewed one. Requests a
/// certificate for each new host at once.
/// </summary>
internal sealed partial class IssuedCertificates(
    CertificateStore store, ServerCertificates certificates, CertificateSeries series, AcmeHosts hosts, RenewalSchedule schedule, SiteInventory inventory,
    PangolinSettings settings, JobQueue queue, TimeProvider time, ILogger<IssuedCertificates> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _refresh = new(1);
    private readonly StorageAvailability _availability = new();
    private Dictionary<string, LoadedCertificate> _loaded = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        certificates.OnChanged(series.Update);
        inventory.OnChanged((_, _) => series.Update());
        settings.OnChanged(_ => series.Update());
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the database.</summary>
    /// <exception cref="StorageException">The database is unavailable; the known certificates remain in use.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _refresh.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var rows = (await store.ListAsync(cancellation).ConfigureAwait(false)).ToDictionary(row => row.Host);
            var wanted = hosts.Current();
            var loaded = new Dictionary<string, LoadedCertificate>();
            foreach (var row in rows.Values.Where(row => row.Version > 0 && inventory.Current.ByHost.ContainsKey(row.Host)))
                loaded[row.Host] = _loaded.GetValueOrDefault(row.Host) is { } known && known.Version == row.Version ? known : await LoadAsync(row, cancellation).ConfigureAwait(false);
            _loaded = loaded;
            certificates.Replace(CertificateSource.Acme,
            [
                .. loaded.Keys.Union(wanted).Order(StringComparer.Ordinal).Select(host => EntryOf(host, rows.GetValueOrDefault(host), loaded.GetValueOrDefault(host), wanted.Contains(host))),
                .. hosts.Impossible().Select(host => new CertificateEntry(host, null, $"The ACME server cannot certify '{host}' with HTTP-01, which needs a host name. Add a certificate file.")),
            ]);
            foreach (var host in wanted.Where(host => !rows.ContainsKey(host)))
                await queue.EnqueueAsync(JobType.CertRenewal, host, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _refresh.Release();
        }
    }

    public override void Dispose()
    {
        _refresh.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await _availability.TryAsync(RefreshAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
    }

    private CertificateEntry EntryOf(string host, CertificateRow? row, LoadedCertificate? loaded, bool isWanted) =>
        new(host, loaded?.Certificate, loaded?.Error ?? row?.Error, isWanted ? schedule.DueTimeOf(row) : null);

    private async Task<LoadedCertificate> LoadAsync(CertificateRow row, CancellationToken cancellation)
    {
        var issued = await store.ReadAsync(row.Host, cancellation).ConfigureAwait(false);
        if (issued is null)
            return new LoadedCertificate(row.Version, null, null);
        try
        {
            return new LoadedCertificate(row.Version, Parse(issued), null);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            var error = $"The certificate of {row.Host} in the database is damaged.";
            LogDamaged(error);
            return new LoadedCertificate(row.Version, null, error);
        }
    }

    /// <summary>Reads a certificate with its key and chain.</summary>
    /// <exception cref="CryptographicException">The certificate is invalid.</exception>
    /// <exception cref="ArgumentException">The key does not match.</exception>
    internal static ServerCertificate Parse(IssuedRow issued)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(issued.ChainPem);
        if (chain.Count == 0)
            throw new CryptographicException("The chain contains no certificate.");
        using var key = ECDsa.Create();
        key.ImportFromPem(issued.KeyPem);
        var certificate = chain[0].CopyWithPrivateKey(key);
        chain.RemoveAt(0);
        return new ServerCertificate(certificate, chain);
    }

    [LoggerMessage(1, LogLevel.Warning, "Reading the certificates failed; the known ones remain in use; logged once until it succeeds: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Error, "{Error} Renew it with POST /api/v1/certificates/HOST/renew.")]
    private partial void LogDamaged(string error);

    [LoggerMessage(3, LogLevel.Warning, "The certificates are read again.")]
    private partial void LogAvailable();

    /// <summary>A certificate as it was read last.</summary>
    private sealed record LoadedCertificate(long Version, ServerCertificate? Certificate, string? Error);
}
