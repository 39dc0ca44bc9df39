using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Certificates;

/// <summary>The certificates of the proxy, from files and from the ACME server. Thread-safe.</summary>
internal sealed class ServerCertificates(SiteInventory inventory, PangolinSettings settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Action> _changed = [];
    private Entries _entries = new([], []);

    /// <summary>
    /// Returns the certificate for a host name: an exact match before a wildcard. For a null or unknown host name and for an IP address it is that of
    /// <see cref="CertificateOptions.DefaultHost"/>; null if there is none.
    /// </summary>
    public X509Certificate2? Select(string? hostName) => SelectContext(hostName)?.TargetCertificate;

    /// <summary>Returns the certificate for a host name with its chain, as <see cref="Select"/> does.</summary>
    public SslStreamCertificateContext? SelectContext(string? hostName) =>
        (Find(HostNames.Normalize(hostName)) ?? Find(HostNames.Normalize(settings.Current.Certificates.DefaultHost)))?.Context;

    /// <summary>Selects the certificate of a TLS connection: <see cref="TlsHandshakeCallbackOptions.OnConnection"/>.</summary>
    /// <exception cref="AuthenticationException">No certificate matches; the handshake fails.</exception>
    public ValueTask<SslServerAuthenticationOptions> AuthenticateAsync(TlsHandshakeCallbackContext connection)
    {
        var context = SelectContext(connection.ClientHelloInfo.ServerName)
            ?? throw new AuthenticationException($"No certificate matches the host name '{connection.ClientHelloInfo.ServerName}'.");
        return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context });
    }

    /// <summary>Returns the certificate that is valid for a normalized host name; null if there is none.</summary>
    public ServerCertificate? Find(string? host)
    {
        if (host is null)
            return null;
        var byName = Volatile.Read(ref _entries).ByName;
        return Best(byName.GetValueOrDefault(host)) ?? (HostNames.WildcardOf(host) is { } wildcard ? Best(byName.GetValueOrDefault(wildcard)) : null);
    }

    /// <summary>The certificates of the ACME server by the host for which they were ordered.</summary>
    public IReadOnlyDictionary<string, ServerCertificate> Issued => Volatile.Read(ref _entries).Issued;

    /// <summary>Whether a certificate file covers a normalized host name.</summary>
    public bool HasFile(string host)
    {
        var wildcard = HostNames.WildcardOf(host);
        return Volatile.Read(ref _entries).Files.Any(entry => entry.Certificate is { } file && (file.Names.Contains(host) || wildcard is not null && file.Names.Contains(wildcard)));
    }

    /// <summary>Returns all certificates, and the hosts that wait for one.</summary>
    public IReadOnlyList<CertificateInfo> List()
    {
        var entries = Volatile.Read(ref _entries);
        var resources = inventory.Current.ByHost.Values.OrderBy(resource => resource.Id, StringComparer.Ordinal).ToLookup(resource => Find(resource.Host));
        return
        [
            .. entries.Files.Select(entry => Describe(CertificateSource.File, entry)),
            .. entries.Acme.Select(entry => Describe(CertificateSource.Acme, entry)),
        ];

        CertificateInfo Describe(CertificateSource source, CertificateEntry entry) => new(
            source,
            entry.Name,
            entry.Certificate?.Names ?? [],
            entry.Certificate is { } certificate ? [.. resources[certificate].Select(resource => resource.Id)] : [],
            entry.Certificate?.Issuer,
            entry.Certificate?.NotBefore,
            entry.Certificate?.NotAfter,
            entry.Error,
            entry.NextAttempt);
    }

    /// <summary>Replaces the certificates of a source.</summary>
    public void Replace(CertificateSource source, IReadOnlyList<CertificateEntry> replacement)
    {
        List<Action> changed;
        lock (_lock)
        {
            Volatile.Write(ref _entries, source == CertificateSource.File ? new(replacement, _entries.Acme) : new(_entries.Files, replacement));
            changed = [.. _changed];
        }
        foreach (var action in changed)
            action();
    }

    /// <summary>Calls an action after each change of the certificates, until the server stops. The action must not block or throw.</summary>
    public void OnChanged(Action changed)
    {
        lock (_lock)
            _changed.Add(changed);
    }

    /// <summary>Returns the certificate that expires last, of those that are already valid if there are any.</summary>
    private ServerCertificate? Best(ServerCertificate[]? certificates)
    {
        if (certificates is null)
            return null;
        var now = time.GetUtcNow();
        return certificates.FirstOrDefault(certificate => certificate.NotBefore <= now) ?? certificates[0];
    }

    private sealed class Entries
    {
        public Entries(IReadOnlyList<CertificateEntry> files, IReadOnlyList<CertificateEntry> acme)
        {
            Files = files;
            Acme = acme;
            ByName = files.Concat(acme)
                .Select(entry => entry.Certificate)
                .OfType<ServerCertificate>()
                .SelectMany(certificate => certificate.Names.Select(name => (Name: name, Certificate: certificate)))
                .GroupBy(pair => pair.Name, pair => pair.Certificate)
                .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(certificate => certificate.NotAfter).ToArray());
            Issued = acme.Where(entry => entry.Certificate is not null).ToFrozenDictionary(entry => entry.Name, entry => entry.Certificate!);
        }

        public IReadOnlyList<CertificateEntry> Files { get; }

        public IReadOnlyList<CertificateEntry> Acme { get; }

        public FrozenDictionary<string, ServerCertificate> Issued { get; }

        /// <summary>The certificates of each name, the one that expires last first.</summary>
        public FrozenDictionary<string, ServerCertificate[]> ByName { get; }
    }
}
