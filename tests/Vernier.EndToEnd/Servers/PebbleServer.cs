using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Vernier.Testing;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real pebble (an ACME server for tests) with a DNS server that resolves all names to this machine. It can be stopped and restarted; it then has lost its accounts.</summary>
internal sealed class PebbleServer : IAsyncDisposable
{
    /// <summary>The key identifier of the external account, if one is required.</summary>
    public const string ExternalAccountId = "kid-1";

    /// <summary>The key of the external account in base64url, if one is required.</summary>
    public const string ExternalAccountKey = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    /// <summary>The host name for which the server issues no certificates.</summary>
    public const string BlockedHost = "blocked.example.com";

    private const string Package = "pebble";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private readonly int _managementPort = FreePort.Next();
    private readonly int _dnsPort = FreePort.Next();
    private readonly HttpClient _management;
    private readonly int _rejectedNonces;
    private ServerProcess? _dns;
    private ServerProcess? _process;

    private PebbleServer(int challengePort, int rejectedNonces, bool requireExternalAccount)
    {
        _rejectedNonces = rejectedNonces;
        Certificate = TestCertificate.Create();
        _management = CreateClient();
        CaFile = _folder.Write("cert.pem", Certificate.ExportCertificatePem());
        _folder.Write("key.pem", Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _folder.Write("pebble.json", $$"""
            {"pebble": {
              "listenAddress": "127.0.0.1:{{_port}}", "managementListenAddress": "127.0.0.1:{{_managementPort}}",
              "certificate": "{{_folder.Combine("cert.pem")}}", "privateKey": "{{_folder.Combine("key.pem")}}",
              "httpPort": {{challengePort}}, "tlsPort": {{FreePort.Next()}}, "ocspResponderURL": "", "domainBlocklist": ["{{BlockedHost}}"],
              "externalAccountBindingRequired": {{(requireExternalAccount ? "true" : "false")}},
              "externalAccountMACKeys": {"{{ExternalAccountId}}": "{{ExternalAccountKey}}"}
            } }
            """);
    }

    /// <summary>The directory.</summary>
    public Uri Directory => new($"https://127.0.0.1:{_port}/dir");

    /// <summary>The certificate of the server itself, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The PEM file with <see cref="Certificate"/>, which clients trust.</summary>
    public string CaFile { get; }

    /// <summary>Returns a client that trusts the server.</summary>
    public HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Certificate);
        return new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
    }

    /// <param name="challengePort">The port on which the server requests challenges, instead of 80.</param>
    /// <param name="rejectedNonces">The percentage of valid nonces that the server rejects.</param>
    /// <param name="requireExternalAccount">Whether new accounts need an external account.</param>
    public static async Task<PebbleServer> StartNewAsync(int challengePort, int rejectedNonces = 0, bool requireExternalAccount = false)
    {
        var server = new PebbleServer(challengePort, rejectedNonces, requireExternalAccount);
        try
        {
            var management = FreePort.Next();
            var dns = new Command(InstalledProgram.Find("pebble-challtestsrv", Package), "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "",
                "-dns01", $"127.0.0.1:{server._dnsPort}", "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", $"127.0.0.1:{management}");
            server._dns = await ServerProcess.StartAsync(dns, async token =>
            {
                // Any response shows that the server is ready.
                using var response = await Readiness.Http.GetAsync(new Uri($"http://127.0.0.1:{management}/"), token);
                return true;
            });
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var command = new Command(InstalledProgram.Find("pebble", Package), "-config", _folder.Combine("pebble.json"), "-dnsserver", $"127.0.0.1:{_dnsPort}")
        {
            Environment = new Dictionary<string, string>
            {
                ["PEBBLE_VA_NOSLEEP"] = "1",
                ["PEBBLE_WFE_NONCEREJECT"] = $"{_rejectedNonces}",
                // Each order is validated, also a second one for the same name.
                ["PEBBLE_AUTHZREUSE"] = "0",
            },
        };
        _process = await ServerProcess.StartAsync(command, async token =>
        {
            using var response = await _management.GetAsync(Directory, token);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    /// <summary>Ends the server.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Returns the root of the certificates that the server issues.</summary>
    public async Task<X509Certificate2> RootAsync() =>
        X509Certificate2.CreateFromPem(await _management.GetStringAsync(new Uri($"https://127.0.0.1:{_managementPort}/roots/0"), TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_dns is not null)
            await _dns.DisposeAsync();
        _management.Dispose();
        Certificate.Dispose();
        _folder.Dispose();
    }
}
