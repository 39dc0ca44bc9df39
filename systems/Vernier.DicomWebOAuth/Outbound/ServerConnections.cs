using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>Creates the connections to a configured server and its token endpoint.</summary>
internal static class ServerConnections
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Creates the handler of one server; it keeps a connection pool per host.</summary>
    /// <param name="verify">The setting <c>VerifySSL</c>: true, false, or the path of a PEM file with the trusted certificates.</param>
    public static SocketsHttpHandler Create(string verify) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        // Forwards header values that are not ASCII unchanged.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        // A connection with the rest of a response is closed, not used again.
        MaxResponseDrainSize = 0,
        ConnectTimeout = ConnectTimeout,
        // Picks up DNS changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
        SslOptions = CreateSslOptions(verify),
    };

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "VerifySSL: false is an explicit, documented setting.")]
    private static SslClientAuthenticationOptions CreateSslOptions(string verify)
    {
        if (bool.TryParse(verify, out var isVerified))
            return isVerified ? new() : new() { RemoteCertificateValidationCallback = (_, _, _, _) => true };

        // Revocation is not checked, as with the system's certificate authorities.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(verify);
        return new() { CertificateChainPolicy = policy };
    }

    /// <summary>Connects to loopback addresses directly, also if a proxy is configured for the machine.</summary>
    private sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
