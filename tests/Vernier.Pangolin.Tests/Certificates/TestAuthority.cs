using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vernier.Pangolin.Tests.Certificates;

/// <summary>A certificate authority of the tests, with a root and an intermediate certificate.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _created;

    public TestAuthority(DateTimeOffset? now = null)
    {
        _created = (now ?? TimeProvider.System.GetUtcNow()).AddDays(-1);
        var root = new CertificateRequest("CN=Test root", _rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = root.CreateSelfSigned(_created.AddYears(-1), _created.AddYears(20));
        var intermediate = new CertificateRequest("CN=Test issuer", _key, HashAlgorithmName.SHA256);
        intermediate.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issued = intermediate.Create(Root, _created.AddDays(-300), _created.AddYears(19), [1]);
        Intermediate = issued.CopyWithPrivateKey(_key);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>Issues a certificate with a new key of the algorithm.</summary>
    public X509Certificate2 Issue(IReadOnlyList<string> names, TimeSpan? lifetime = null, bool useRsa = false, DateTimeOffset? from = null)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = useRsa
            ? new CertificateRequest("CN=test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=test", ecdsa, HashAlgorithmName.SHA256);
        if (names.Count > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }
        var start = from ?? _created;
        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        using var issued = request.Create(Intermediate.SubjectName, generator, start, start + (lifetime ?? TimeSpan.FromDays(90)), RandomNumberGenerator.GetBytes(8));
        return useRsa ? issued.CopyWithPrivateKey(rsa) : issued.CopyWithPrivateKey(ecdsa);
    }

    /// <summary>Returns the certificate followed by that of the issuer as PEM.</summary>
    public string ChainPemOf(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{Intermediate.ExportCertificatePem()}\n";

    public static string KeyPemOf(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey() is { } ecdsa ? ecdsa.ExportPkcs8PrivateKeyPem() : certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
        _rootKey.Dispose();
        _key.Dispose();
    }
}
