using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Cluster;

/// <summary>
/// Identifies this run of the server to the others. The certificate is created at each start, and the others know it by its hash in the database. Thread-safe.
/// </summary>
internal sealed class ServerIdentity : IDisposable
{
    public ServerIdentity(DataDirectory directory, TimeProvider time)
    {
        Instance = directory.InstanceId;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Instance}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddYears(10));
        // TLS on Windows does not accept a key that exists in memory only.
        Certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Identifies the data directory of the server.</summary>
    public string Instance { get; }

    /// <summary>Identifies this run of the server.</summary>
    public string RunId { get; } = Guid.NewGuid().ToString("N");

    public X509Certificate2 Certificate { get; }

    /// <summary>The SHA-256 of the certificate, in hexadecimal digits.</summary>
    public string CertificateHash => HashOf(Certificate);

    public static string HashOf(X509Certificate certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public void Dispose() => Certificate.Dispose();
}
