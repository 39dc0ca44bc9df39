using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>A generated certificate in files of a temporary folder, for the host names of the demo.</summary>
internal sealed class DemoCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vernier-demo-").FullName;

    /// <summary>Creates the certificate, which is valid for 60 days.</summary>
    public DemoCertificate(TimeProvider time, IEnumerable<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        var request = new CertificateRequest("CN=Vernier demo", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(60));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public string CertificateFile => Path.Combine(_folder, "demo.pem");

    public string KeyFile => Path.Combine(_folder, "demo.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
