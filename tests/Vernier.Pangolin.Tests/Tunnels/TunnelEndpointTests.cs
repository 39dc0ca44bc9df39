using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

public class TunnelEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("s-a:wrong")]
    [InlineData("s-unknown:correct-horse-battery-staple")]
    [InlineData("s-a:")]
    [InlineData("no colon")]
    [InlineData(null)]
    public async Task Upgrade_WrongCredentials_Returns401(string? credentials)
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var response = await host.Client.SendAsync(Upgrade(credentials), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("or its secret is wrong");
        host.Logs.ToString().ShouldNotContain("correct-horse");
        var site = credentials?.StartsWith("s-a:", StringComparison.Ordinal) == true ? ((string, string)[])[("site_id", "s-a"), ("result", "unauthorized")] : [("result", "unauthorized")];
        host.Metric("pangolin_ws_connections_total", site).ShouldBe(1);
    }

    [Fact]
    public async Task Upgrade_HashInsteadOfSecret_Returns401()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var response = await host.Client.SendAsync(Upgrade($"s-a:{host.Inventory.Current.Sites["s-a"].SecretHash}"), Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Upgrade_InvalidBase64OrOtherScheme_Returns401()
    {
        await using var host = await PangolinHost.StartAsync();
        foreach (var header in new[] { "Basic ???", "Bearer abc", "Basic " + new string('A', 5_000) })
        {
            using var request = Upgrade(null);
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var response = await host.Client.SendAsync(request, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Upgrade_FromAnotherMachineWithoutTls_Returns403()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var request = Upgrade($"s-a:{PangolinHost.Secret}");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var response = await host.Client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("must connect with https");
        host.Metric("pangolin_ws_connections_total", ("result", "insecure")).ShouldBe(1);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "https", "")]
    [InlineData("X-Forwarded-For", "192.0.2.1", "tunnels:allow_insecure=true")]
    public async Task Upgrade_ThroughProxyWithTlsOrAllowed_IsAccepted(string header, string value, string setting)
    {
        await using var host = await PangolinHost.StartAsync([setting.Length > 0 ? setting : "port=0"]);
        await host.AddSiteAsync("s-a");
        using var request = Upgrade($"s-a:{PangolinHost.Secret}");
        request.Headers.Add(header, value);
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task Upgrade_FromBrowser_Returns403()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var request = Upgrade($"s-a:{PangolinHost.Secret}");
        request.Headers.Add("Origin", host.Address.ToString().TrimEnd('/'));
        using var response = await host.Client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Request_WithoutUpgrade_Returns426()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tunnel") { Headers = { Authorization = Basic($"s-a:{PangolinHost.Secret}") } };
        using var response = await host.Client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.Single().Name.ShouldBe("websocket");
        host.Metric("pangolin_ws_connections_total", ("site_id", "s-a"), ("result", "protocol_error")).ShouldBe(1);
    }

    [Fact]
    public async Task Upgrade_OtherProtocolVersion_Returns426WithTheSupportedOne()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        using var request = Upgrade($"s-a:{PangolinHost.Secret}", "vernier-tunnel.v99");
        using var response = await host.Client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.GetValues("Sec-WebSocket-Protocol").ShouldBe(["vernier-tunnel.v1"]);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("vernier-tunnel.v1");
    }

    [Fact]
    public async Task Site_WrongSecret_LogsTheCauseAndTriesAgain()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a", secret: "another secret");
        var options = host.SiteOptions("s-a", "web=http://127.0.0.1:9");
        await using var site = await host.StartSiteAsync(options);
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains("or the secret is wrong (status 401)"), "the cause is logged");
        site.IsConnected.ShouldBeFalse();
        await host.UpdateSiteAsync("s-a", "", PangolinHost.Secret);
        await site.WhenConnectedAsync(Cancellation).WithTimeout();
        host.Logs.ToString().ShouldNotContain(PangolinHost.Secret);
    }

    [Fact]
    public async Task Site_TlsWithItsOwnAuthority_Connects()
    {
        using var certificate = TestCertificate.Create();
        using var folder = new TemporaryFolder();
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync(certificate: certificate);
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.CaFile = folder.Write("ca.pem", certificate.ExportCertificatePem());
        await host.ConnectAsync(options);
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
    }

    [Fact]
    public async Task Site_TlsWithUnknownAuthority_LogsTheCause()
    {
        using var certificate = TestCertificate.Create();
        await using var host = await PangolinHost.StartAsync(certificate: certificate);
        await host.AddSiteAsync("s-a");
        await using var site = await host.StartSiteAsync(host.SiteOptions("s-a", "web=http://127.0.0.1:9"));
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains("certificate", StringComparison.OrdinalIgnoreCase), "the cause is logged");
        site.IsConnected.ShouldBeFalse();
    }

    private static AuthenticationHeaderValue Basic(string credentials) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private static HttpRequestMessage Upgrade(string? credentials, string protocol = "vernier-tunnel.v1")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tunnel")
        {
            Headers =
            {
                { "Connection", "Upgrade" },
                { "Upgrade", "websocket" },
                { "Sec-WebSocket-Version", "13" },
                { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
                { "Sec-WebSocket-Protocol", protocol },
            },
        };
        if (credentials is not null)
            request.Headers.Authorization = Basic(credentials);
        return request;
    }
}
