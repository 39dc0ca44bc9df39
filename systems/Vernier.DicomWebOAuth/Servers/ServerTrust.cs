using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vernier.DicomWebOAuth.Servers;

/// <summary>Makes the connections to a server and its token endpoint: each as it answers, with the trust of <c>VerifySSL</c>.</summary>
internal static class ServerTrust
{
    /// <param name="server">Whom to trust.</param>
    /// <param name="address">What it is for: the DICOMweb service or the token endpoint.</param>
    public static SocketsHttpHandler CreateHandler(DicomWebServerOptions server, Uri address)
    {
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // A caller's header that is not ASCII goes on as it came.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            // So that a changed DNS entry is seen.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // What runs on this machine is never behind a proxy.
            UseProxy = !address.IsLoopback,
            SslOptions = Options(server.VerifySSL),
        };
    }

    private static SslClientAuthenticationOptions Options(string verify)
    {
        if (bool.TryParse(verify, out var all))
            return all ? new() : new() { RemoteCertificateValidationCallback = (_, _, _, _) => true };

        // As with the machine's own authorities, nobody is asked whether a certificate was revoked.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(verify);
        return new() { CertificateChainPolicy = policy };
    }
}
