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

    private static double Jobs(PangolinHost host, string status) => host.Metric("pangolin_background_jobs_total", ("job_type", "cert_renewal"), ("status", status));

    private static double Events(PangolinHost host, string domain, string happened) => host.Metric("pangolin_acme_cert_events_total", ("domain", domain), ("event", happened));

    private static double Days(PangolinHost host, string resource) => host.Metric("pangolin_certificates_expiry_days", ("site_id", "s-a"), ("resource_id", resource));
}
