namespace Vernier.Pangolin.Certificates;

/// <summary>A file, or a host name that has or needs a certificate of the ACME server.</summary>
/// <param name="Name">The path of the file, or the host name.</param>
/// <param name="Certificate">The certificate; null before the first one.</param>
/// <param name="Error">Why the last attempt to read or renew it failed; null if it succeeded.</param>
/// <param name="NextAttempt">When the next attempt to order or renew it is due; null for a file.</param>
internal sealed record CertificateEntry(string Name, ServerCertificate? Certificate, string? Error = null, DateTimeOffset? NextAttempt = null);
