namespace Vernier.Pangolin.Certificates;

/// <summary>Where a certificate comes from.</summary>
internal enum CertificateSource
{
    /// <summary>A file of the configuration.</summary>
    File,

    /// <summary>The ACME server.</summary>
    Acme,
}

/// <summary>A certificate for the page and the API. It contains no key.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Name">The path of the file, or the host name that the ACME server certifies.</param>
/// <param name="Hosts">The host names that it is valid for, in lower case and Punycode; empty before the first certificate.</param>
/// <param name="Resources">The identifiers of the resources that use it.</param>
/// <param name="Issuer">The common name of the issuer; null before the first certificate.</param>
/// <param name="NotBefore">From when it is valid; null before the first certificate.</param>
/// <param name="NotAfter">When it expires; null before the first certificate.</param>
/// <param name="Error">Why the last attempt to read or renew it failed; null if it succeeded.</param>
/// <param name="NextAttempt">When the next attempt to order or renew it is due; null for a file.</param>
internal sealed record CertificateInfo(
    CertificateSource Source,
    string Name,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Resources,
    string? Issuer,
    DateTimeOffset? NotBefore,
    DateTimeOffset? NotAfter,
    string? Error,
    DateTimeOffset? NextAttempt);
