using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Certificates;

/// <summary>Reads certificates with their keys from PEM and PKCS #12 files.</summary>
internal static class CertificateFile
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Ec = "1.2.840.10045.2.1";

    /// <summary>Reads the bytes of the files of an entry, to detect changes and to parse them.</summary>
    /// <exception cref="PangolinException">A file cannot be read.</exception>
    public static CertificateBytes Read(CertificateFileOptions options) =>
        new(ReadFile("certificate", options.Certificate), options.Key is { } key ? ReadFile("key", key) : null);

    /// <summary>Parses the files of an entry.</summary>
    /// <exception cref="PangolinException">The content is invalid, the password is wrong, or the key does not match. The message contains no key.</exception>
    public static ServerCertificate Parse(CertificateFileOptions options, CertificateBytes bytes)
    {
        try
        {
            return bytes.Certificate.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? ParsePem(options, bytes) : ParsePkcs12(options, bytes.Certificate);
        }
        catch (CryptographicException exception)
        {
            throw new PangolinException($"Cannot use the certificate {options.Certificate}: {exception.Message}", exception);
        }
    }

    private static byte[] ReadFile(string what, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PangolinException($"Cannot read the {what} {path}: {exception.Message}", exception);
        }
    }

    private static ServerCertificate ParsePem(CertificateFileOptions options, CertificateBytes bytes)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(Encoding.UTF8.GetString(bytes.Certificate));
        if (chain.Count == 0)
            throw new PangolinException($"The file {options.Certificate} contains no certificate.");
        var certificate = chain[0];
        chain.RemoveAt(0);
        var keyFile = options.Key ?? options.Certificate;
        var key = Encoding.UTF8.GetString(bytes.Key ?? bytes.Certificate);
        try
        {
            return new ServerCertificate(WithKey(certificate, key, keyFile, options.Password), chain);
        }
        catch (ArgumentException exception)
        {
            throw new PangolinException($"The key {keyFile} does not match the first certificate of {options.Certificate}.", exception);
        }
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string pem, string file, string? password)
    {
        switch (certificate.GetKeyAlgorithm())
        {
            case Rsa:
                using (var rsa = RSA.Create())
                {
                    Import(rsa, pem, file, password);
                    return certificate.CopyWithPrivateKey(rsa);
                }

            case Ec:
                using (var ecdsa = ECDsa.Create())
                {
                    Import(ecdsa, pem, file, password);
                    return certificate.CopyWithPrivateKey(ecdsa);
                }

            case var algorithm:
                throw new PangolinException($"The certificate of the key {file} has an unsupported algorithm ({algorithm}). Use RSA or ECDSA.");
        }
    }

    private static void Import(AsymmetricAlgorithm key, string pem, string file, string? password)
    {
        var isEncrypted = pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (!isEncrypted && !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new PangolinException($"The file {file} contains no private key. Set key to the path of the key file.");
        if (isEncrypted && password is null)
            throw new PangolinException($"The key {file} is encrypted. Set password.");
        try
        {
            if (isEncrypted)
                key.ImportFromEncryptedPem(pem, password);
            else
                key.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new PangolinException(isEncrypted ? $"The password of the key {file} is wrong, or the file is damaged." : $"The key {file} is damaged, or its algorithm is not that of the certificate.", exception);
        }
        catch (ArgumentException exception)
        {
            // The file has several keys, or a format such as DSA.
            throw new PangolinException($"The file {file} must contain exactly one RSA or ECDSA private key.", exception);
        }
    }

    private static ServerCertificate ParsePkcs12(CertificateFileOptions options, byte[] bytes)
    {
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, options.Password);
        }
        catch (CryptographicException exception)
        {
            var problem = options.Password is null ? "needs a password" : "has another password";
            throw new PangolinException($"The file {options.Certificate} {problem}, or is neither a PEM nor a PKCS #12 file.", exception);
        }
        var certificate = all.FirstOrDefault(each => each.HasPrivateKey)
            ?? throw new PangolinException($"The file {options.Certificate} contains no certificate with a private key.");
        all.Remove(certificate);
        return new ServerCertificate(certificate, all);
    }
}

/// <summary>The content of the files of a certificate.</summary>
/// <param name="Certificate">The file of the certificate.</param>
/// <param name="Key">The file of the key; null if it is in the file of the certificate.</param>
internal sealed record CertificateBytes(byte[] Certificate, byte[]? Key)
{
    /// <summary>Identifies the content.</summary>
    public string Hash => $"{Convert.ToHexString(SHA256.HashData(Certificate))}{(Key is null ? "" : Convert.ToHexString(SHA256.HashData(Key)))}";
}
