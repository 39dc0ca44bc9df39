using System.Net;
using System.Net.Security;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>How a target is reached.</summary>
internal enum TargetKind
{
    /// <summary>HTTP/1.1, or over TLS also HTTP/2.</summary>
    Http,

    /// <summary>HTTP/2 without TLS.</summary>
    Http2,

    /// <summary>TCP.</summary>
    Tcp,
}

/// <summary>A service that a site publishes, with its connections. Thread-safe.</summary>
internal sealed class SiteTarget : IDisposable
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _prefix;

    /// <summary>Creates a target.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="url">Its URL; it is validated.</param>
    /// <param name="options">The options of the site.</param>
    public SiteTarget(string name, Uri url, PangolinSiteOptions options)
    {
        Name = name;
        Kind = url.Scheme switch
        {
            "tcp" => TargetKind.Tcp,
            "h2c" => TargetKind.Http2,
            _ => TargetKind.Http,
        };
        Host = url.DnsSafeHost;
        Port = url.Port;
        _prefix = $"{(url.Scheme == Uri.UriSchemeHttps ? "https" : "http")}://{url.Authority}{url.AbsolutePath.TrimEnd('/')}";
        Version = Kind == TargetKind.Http2 || url.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        VersionPolicy = Kind == TargetKind.Http2 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower;
        Client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,

            // A connection with the rest of a response is closed, not used again.
            MaxResponseDrainSize = 0,
            ConnectTimeout = options.TargetConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
#pragma warning disable CA5359 // The operator accepts any certificate with accept_any_target_certificate.
            SslOptions = options.AcceptAnyTargetCertificate
                ? new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true }
                : new SslClientAuthenticationOptions(),
#pragma warning restore CA5359
        });
    }

    public string Name { get; }

    public TargetKind Kind { get; }

    public string Host { get; }

    public int Port { get; }

    /// <summary>The version of requests to an HTTP target.</summary>
    public Version Version { get; }

    public HttpVersionPolicy VersionPolicy { get; }

    /// <summary>The connections to an HTTP target.</summary>
    public HttpMessageInvoker Client { get; }

    /// <summary>Returns the address of a request.</summary>
    /// <param name="pathAndQuery">The path, starting with /, and the query, as the client sent them.</param>
    public Uri AddressOf(string pathAndQuery) => new(_prefix + pathAndQuery, Verbatim);

    public void Dispose() => Client.Dispose();
}
