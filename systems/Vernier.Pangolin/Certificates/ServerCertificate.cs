using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vernier.Pangolin.Certificates;

/// <summary>A certificate with its key and chain. Immutable.</summary>
/// <remarks>It is never disposed: handshakes in progress can use it after its replacement. The garbage collector releases it.</remarks>
internal sealed class ServerCertificate
{
    /// <param name="certificate">The certificate with its key.</param>
    /// <param name="chain">The certificates of the issuers.</param>
    /// <exception cref="CryptographicException">The certificate is not valid for any host name, or the platform rejects the key.</exception>
    public ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Names = NamesOf(certificate);
        if (Names.Count == 0)
            throw new CryptographicException("The certificate is not valid for any host name. It must have a DNS name as a subject alternative name.");
        // Offline: the chain comes from the file or the ACME server, and creating the context sends no requests.
        Context = SslStreamCertificateContext.Create(ForServer(certificate), chain, offline: true);
        NotBefore = new DateTimeOffset(certificate.NotBefore);
        NotAfter = new DateTimeOffset(certificate.NotAfter);
        var issuer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        Issuer = issuer.Length > 0 ? issuer : certificate.Issuer;
    }

    /// <summary>The host names and wildcards, in lower case and Punycode.</summary>
    public IReadOnlyList<string> Names { get; }

    public SslStreamCertificateContext Context { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public string Issuer { get; }

    private static List<string> NamesOf(X509Certificate2 certificate) =>
    [
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Select(Normalize)
            .OfType<string>()
            .Distinct(),
    ];

    private static string? Normalize(string name) => name.StartsWith("*.", StringComparison.Ordinal)
        ? HostNames.Normalize(name[2..]) is { } parent ? $"*.{parent}" : null
        : HostNames.Normalize(name);

    /// <summary>TLS on Windows does not accept a key that exists only in memory.</summary>
    private static X509Certificate2 ForServer(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null)
        : certificate;
}
