using System.Security.Authentication;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tests.Certificates;

public sealed class ServerCertificatesTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("app.example.com", "app")]
    [InlineData("APP.Example.Com", "app")]
    [InlineData("app.example.com.", "app")]
    [InlineData("other.example.com", "wildcard")]
    [InlineData("a.other.example.com", null)]
    [InlineData("example.com", null)]
    [InlineData("xn--bcher-kva.example", "idn")]
    [InlineData("bücher.example", "idn")]
    [InlineData("192.0.2.1", null)]
    [InlineData("unknown.test", null)]
    [InlineData(null, null)]
    public async Task Select_HostName_PrefersTheExactNameToTheWildcard(string? hostName, string? expected)
    {
        await using var app = await CertificateApp.StartAsync();
        var certificates = new Dictionary<string, ServerCertificate>
        {
            ["wildcard"] = Issue("*.example.com"),
            ["app"] = Issue("app.example.com"),
            ["idn"] = Issue("xn--bcher-kva.example"),
        };
        app.Certificates.Replace(CertificateSource.File, [.. certificates.Select(pair => new CertificateEntry(pair.Key, pair.Value))]);
        app.Certificates.Select(hostName).ShouldBe(expected is null ? null : certificates[expected].Context.TargetCertificate);
    }

    [Fact]
    public async Task Select_DefaultHost_IsUsedWithoutMatch()
    {
        await using var app = await CertificateApp.StartAsync(new Dictionary<string, string?> { ["certificates:default_host"] = "App.example.com" });
        var certificate = Issue("app.example.com");
        app.Certificates.Replace(CertificateSource.Acme, [new CertificateEntry("app.example.com", certificate)]);
        foreach (var name in new[] { null, "", "192.0.2.1", "unknown.test" })
            app.Certificates.Select(name).ShouldBe(certificate.Context.TargetCertificate);
    }

    [Fact]
    public async Task Select_SeveralForAName_ReturnsTheOneThatExpiresLastAndIsValid()
    {
        await using var app = await CertificateApp.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var older = Issue("app.example.com", TimeSpan.FromDays(30));
        var newer = Issue("app.example.com", TimeSpan.FromDays(60));
        var future = new ServerCertificate(_authority.Issue(["app.example.com"], TimeSpan.FromDays(90), from: now.AddDays(1)), []);
        app.Certificates.Replace(CertificateSource.File, [new("future", future), new("older", older), new("newer", newer)]);
        app.Certificates.Select("app.example.com").ShouldBe(newer.Context.TargetCertificate);
    }

    [Fact]
    public async Task Handshake_HostNames_ReceiveTheirCertificatesWithTheChain()
    {
        await using var app = await CertificateApp.StartAsync();
        app.Certificates.Replace(CertificateSource.File,
        [
            new("a", new ServerCertificate(_authority.Issue(["a.example.com"]), [_authority.Intermediate])),
            new("b", new ServerCertificate(_authority.Issue(["b.example.com"], useRsa: true), [_authority.Intermediate])),
        ]);
        foreach (var host in new[] { "a.example.com", "b.example.com" })
        {
            var (certificate, issuers) = await app.HandshakeAsync(host);
            certificate.MatchesHostname(host).ShouldBeTrue();
            issuers.ShouldContain("Test issuer");
        }
    }

    [Theory]
    [InlineData("unknown.test")]
    [InlineData("127.0.0.1")]
    public async Task Handshake_NoMatchAndNoDefault_IsRefused(string host)
    {
        await using var app = await CertificateApp.StartAsync();
        app.Certificates.Replace(CertificateSource.File, [new("a", new ServerCertificate(_authority.Issue(["a.example.com"]), []))]);
        var failure = await Should.ThrowAsync<Exception>(() => app.HandshakeAsync(host));
        (failure is AuthenticationException or IOException).ShouldBeTrue($"{failure}");
    }

    [Fact]
    public async Task List_ResourceHosts_AreAssignedToTheirCertificates()
    {
        await using var app = await CertificateApp.StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        await app.AddResourceAsync("r-other", "other.example.com");
        app.Certificates.Replace(CertificateSource.File, [new("wildcard.pem", Issue("*.example.com")), new("broken.pem", null, "Cannot read it.")]);
        app.Info("wildcard.pem").Resources.ShouldBe(["r-app", "r-other"]);
        app.Info("wildcard.pem").Issuer.ShouldBe("Test issuer");
        app.Info("broken.pem").Error.ShouldBe("Cannot read it.");
        app.Info("broken.pem").NotAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Series_CertificatesAndResources_ExistWhileBothExist()
    {
        const string Series = "pangolin_certificates_expiry_days{site_id=\"s-a\",resource_id=\"r-app\"}";
        await using var app = await CertificateApp.StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        app.Value(Series).ShouldBeNull();

        app.Certificates.Replace(CertificateSource.File, [new("app.pem", Issue("app.example.com", TimeSpan.FromDays(11)))]);
        app.Value(Series).ShouldNotBeNull().ShouldBe(10, 0.1);

        await app.RemoveResourceAsync("r-app");
        app.Value(Series).ShouldBeNull();
        await app.AddResourceAsync("r-app", "app.example.com");
        app.Value(Series).ShouldNotBeNull();

        app.Certificates.Replace(CertificateSource.File, []);
        app.Value(Series).ShouldBeNull();
        app.Get<SiteInventory>().Current.Resources.Count.ShouldBe(1);
    }

    private ServerCertificate Issue(string name, TimeSpan? lifetime = null) => new(_authority.Issue([name], lifetime), []);
}
