using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Services;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// Reads the certificates in files, at startup and whenever their content or the configuration changes. An invalid file prevents the start; later the
/// previous certificate remains in use.
/// </summary>
internal sealed partial class FileCertificates(PangolinSettings settings, ServerCertificates certificates, TimeProvider time, ILogger<FileCertificates> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private Dictionary<string, LoadedFile> _files = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var errors = Refresh().Where(file => file.Certificate is null).Select(file => file.Error).ToList();
        if (errors.Count > 0)
            throw new PangolinException(string.Join('\n', errors));
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the files that have changed.</summary>
    /// <returns>All files.</returns>
    internal IReadOnlyCollection<CertificateEntry> Refresh()
    {
        var files = new Dictionary<string, LoadedFile>();
        foreach (var options in settings.Current.Certificates.Files)
            files[options.Certificate] = Load(options, _files.GetValueOrDefault(options.Certificate));
        var hasChanged = files.Count != _files.Count || files.Any(file => file.Value != _files.GetValueOrDefault(file.Key));
        _files = files;
        CertificateEntry[] entries = [.. files.Values.Select(file => file.Entry)];
        if (hasChanged)
            certificates.Replace(CertificateSource.File, entries);
        return entries;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            Refresh();
    }

    /// <summary>Returns the previous state if nothing has changed. Each change of the error is logged once.</summary>
    private LoadedFile Load(CertificateFileOptions options, LoadedFile? previous)
    {
        var path = options.Certificate;
        try
        {
            var bytes = CertificateFile.Read(options);
            var identity = TextHash.Of($"{bytes.Hash} {options.Password}");
            if (previous?.Identity == identity)
                return WithExpiry(previous);
            var certificate = CertificateFile.Parse(options, bytes);
            LogLoaded(path, string.Join(", ", certificate.Names), certificate.NotAfter);
            return WithExpiry(new LoadedFile(identity, new CertificateEntry(path, certificate)));
        }
        catch (PangolinException exception)
        {
            if (previous?.Entry.Error == exception.Message)
                return previous;
            LogInvalid(exception.Message);
            // Without an identity, so that it is read again.
            return new LoadedFile(null, new CertificateEntry(path, previous?.Entry.Certificate, exception.Message));
        }
    }

    private LoadedFile WithExpiry(LoadedFile file)
    {
        var certificate = file.Entry.Certificate!;
        var now = time.GetUtcNow();
        var error = certificate.NotAfter <= now ? $"The certificate {file.Entry.Name} expired on {certificate.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Replace the file."
            : certificate.NotBefore > now ? $"The certificate {file.Entry.Name} is not valid before {certificate.NotBefore.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Check the clock, or replace the file."
            : null;
        if (error == file.Entry.Error)
            return file;
        if (error is not null)
            LogInvalid(error);
        return file with { Entry = file.Entry with { Error = error } };
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded the certificate {Path} for {Names}; it expires on {Expires:u}.")]
    private partial void LogLoaded(string path, string names, DateTimeOffset expires);

    [LoggerMessage(2, LogLevel.Error, "{Error} Logged once until it changes; a previous certificate remains in use.")]
    private partial void LogInvalid(string error);

    /// <summary>A file as it was read last.</summary>
    /// <param name="Identity">Identifies the content; null if it is invalid.</param>
    /// <param name="Entry">The certificate.</param>
    private sealed record LoadedFile(string? Identity, CertificateEntry Entry);
}
