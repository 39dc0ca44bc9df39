using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Certificates;

/// <summary>A complete server that gets its certificates from a real ACME server (pebble).</summary>
public sealed class AcmeHostTests
{
    [Fact]
    public async Task Run_NewResources_GetCertificatesByTheBackgroundJob()
    {
        var challengePort = FreePort.Next();
        await using var pebble = await PebbleServer.StartNewAsync(challengePort, rejectedNonces: 20);
        await using var host = await PangolinHost.StartAsync(
        [
            $"certificates:acme:directory={pebble.Directory}",
            $"certificates:acme:ca_file={pebble.CaFile}",
            "certificates:acme:accept_terms=true",
            $"certificates:acme:challenge_port={challengePort}",
        ]);
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("r-app", "s-a", "app.example.com", "web");
        await host.AddResourceAsync("r-wiki", "s-a", "wiki.example.com", "web");
        await host.AddResourceAsync("r-blocked", "s-a", PebbleServer.BlockedHost, "web");

        await Waiting.UntilAsync(() => Events(host, "app.example.com", "issued") + Events(host, "wiki.example.com", "issued") == 2 && Jobs(host, "failure") == 1, "the certificates are ordered");
        foreach (var name in new[] { "app.example.com", "wiki.example.com" })
            Events(host, name, "issued").ShouldBe(1);
        Events(host, PebbleServer.BlockedHost, "failed").ShouldBe(1);
        Days(host, "r-app").ShouldBeGreaterThan(1_000);
        $"{host.Logs}".ShouldNotContain("PRIVATE KEY");
        $"{host.Logs}".ShouldContain("No certificate was issued for blocked.example.com; the next attempt is at ");
    }

    [Fact]
    public async Task Run_ProxyRedirectsToHttps_ServesTheChallengeFirstAndThenTheResourceWithTheCertificate()
    {
        var (httpPort, httpsPort) = (FreePort.Next(), FreePort.Next());
        await using var pebble = await PebbleServer.StartNewAsync(httpPort);
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync("hello"));
        await using var host = await PangolinHost.StartAsync(
        [
            $"certificates:acme:directory={pebble.Directory}",
            $"certificates:acme:ca_file={pebble.CaFile}",
            "certificates:acme:accept_terms=true",
            $"proxy:port={httpPort}",
            $"proxy:tls_port={httpsPort}",
            "proxy:redirect_to_tls=true",
        ]);
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        await host.AddResourceAsync("r-app", "s-a", "app.example.com", "web");
        await Waiting.UntilAsync(() => Events(host, "app.example.com", "issued") == 1, "the certificate is ordered");

        using var root = await pebble.RootAsync();
        using var client = ClientOf(root, httpPort, httpsPort);
        using var redirect = await client.GetAsync(new Uri("http://app.example.com/"), TestContext.Current.CancellationToken);
        redirect.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        (await client.GetStringAsync(new Uri("https://app.example.com/"), TestContext.Current.CancellationToken)).ShouldBe("hello");
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://other.example.com/"), TestContext.Current.CancellationToken));
    }

    /// <summary>Returns a client that resolves all names to the proxy and trusts an authority.</summary>
    private static HttpClient ClientOf(X509Certificate2 root, int httpPort, int httpsPort)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.InitialRequestMessage.RequestUri!.Scheme == "https" ? httpsPort : httpPort, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    private static double Jobs(PangolinHost host, string status) => host.Metric("pangolin_background_jobs_total", ("job_type", "cert_renewal"), ("status", status));

    private static double Events(PangolinHost host, string domain, string happened) => host.Metric("pangolin_acme_cert_events_total", ("domain", domain), ("event", happened));

    private static double Days(PangolinHost host, string resource) => host.Metric("pangolin_certificates_expiry_days", ("site_id", "s-a"), ("resource_id", resource));
}
