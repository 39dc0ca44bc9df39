using System.Security.Cryptography.X509Certificates;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Tests.Certificates;

public sealed class IssuedCertificatesTests : IDisposable
{
    private const string Host = "app.example.com";

    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Refresh_StoredCertificate_IsUsedWhileAResourceHasItsHost()
    {
        await using var app = await CertificateApp.StartAsync();
        var certificate = await StoreAsync(app);
        await app.RefreshAsync();
        app.ThumbprintOf(Host).ShouldBeNull("no resource has the host");

        await app.AddResourceAsync("r-app", Host);
        await app.RefreshAsync();
        app.ThumbprintOf(Host).ShouldBe(certificate.Thumbprint);
        app.IssuersOf(Host).ShouldHaveSingleItem();
        app.NextAttemptOf(Host).ShouldBeNull("ACME is off");
        app.Value($"pangolin_acme_cert_expiry_days{{domain=\"{Host}\"}}").ShouldNotBeNull();

        await app.RemoveResourceAsync("r-app");
        await app.RefreshAsync();
        app.ThumbprintOf(Host).ShouldBeNull();
        app.Value($"pangolin_acme_cert_expiry_days{{domain=\"{Host}\"}}").ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_RenewedByAnotherServer_ReplacesTheCertificate()
    {
        await using var app = await CertificateApp.StartAsync();
        await app.AddResourceAsync("r-app", Host);
        await StoreAsync(app);
        await app.RefreshAsync();
        var second = await StoreAsync(app);
        await app.RefreshAsync();
        app.ThumbprintOf(Host).ShouldBe(second.Thumbprint);
    }

    [Fact]
    public async Task Refresh_DamagedCertificate_IsReportedWithoutTheKey()
    {
        await using var app = await CertificateApp.StartAsync();
        await app.AddResourceAsync("r-app", Host);
        using var certificate = _authority.Issue([Host]);
        using var other = _authority.Issue([Host]);
        await StoreAsync(app, certificate.ExportCertificatePem(), TestAuthority.KeyPemOf(other));
        await app.RefreshAsync();
        app.ThumbprintOf(Host).ShouldBeNull();
        app.ErrorOf(Host).ShouldBe($"The certificate of {Host} in the database is damaged.");
        $"{app.Log}".ShouldNotContain(TestAuthority.KeyPemOf(other).Split('\n')[1]);
    }

    [Fact]
    public async Task Refresh_NewHost_IsRequestedOnceAtOnce()
    {
        await using var app = await CertificateApp.StartAsync(Acme());
        await app.AddResourceAsync("r-app", Host);
        await app.RefreshAsync();
        await app.RefreshAsync();
        (await app.QueuedHostsAsync()).ShouldBe([Host]);
        app.Events(Host, "ordered").ShouldBe(0, "the series exist from the start");
    }

    [Fact]
    public async Task Refresh_HostCoveredByAFile_IsNotRequested()
    {
        using var certificate = _authority.Issue(["*.example.com"]);
        var settings = Acme();
        settings["certificates:files:0:certificate"] = _folder.Write("wildcard.pem", certificate.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(certificate));
        await using var app = await CertificateApp.StartAsync(settings);
        await app.AddResourceAsync("r-app", Host);
        await app.AddResourceAsync("r-other", "other.test");
        await app.RefreshAsync();
        (await app.QueuedHostsAsync()).ShouldBe(["other.test"]);
    }

    [Fact]
    public async Task Refresh_HostsConfigured_RequestsOnlyThose()
    {
        var settings = Acme();
        settings["certificates:acme:hosts:0"] = "Wiki.example.com";
        await using var app = await CertificateApp.StartAsync(settings);
        await app.AddResourceAsync("r-app", Host);
        await app.AddResourceAsync("r-wiki", "wiki.example.com");
        await app.RefreshAsync();
        (await app.QueuedHostsAsync()).ShouldBe(["wiki.example.com"]);

        app.Get<PangolinSettings>().Replace(new PangolinOptions());
        app.Events("wiki.example.com", "ordered").ShouldBeNull("ACME is off, and no certificate was issued");
    }

    [Fact]
    public async Task Claim_OfSeveralServers_SucceedsOnce()
    {
        await using var app = await CertificateApp.StartAsync();
        var store = app.Get<CertificateStore>();
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => store.ClaimAsync(new CertificateRow { Host = Host }, 1_000 + i, Cancellation)));
        claims.Count(claimed => claimed).ShouldBe(1);

        var row = (await store.FindAsync(Host, Cancellation)).ShouldNotBeNull();
        await store.FailAsync(Host, "It fails.", 5_000, Cancellation);
        (await store.ClaimAsync(row, 9_000, Cancellation)).ShouldBeFalse("another attempt has ended since the row was read");
        row = (await store.FindAsync(Host, Cancellation)).ShouldNotBeNull();
        (row.Failures, row.Error).ShouldBe((1, "It fails."));
        (await store.ClaimAsync(row, 9_000, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task CleanUp_ExpiredCertificates_AreRemovedUnlessAResourceHasTheHost()
    {
        await using var app = await CertificateApp.StartAsync();
        var store = app.Get<CertificateStore>();
        foreach (var host in new[] { "kept.test", "removed.test" })
        {
            await store.ClaimAsync(new CertificateRow { Host = host }, 1, Cancellation);
            await store.CompleteAsync(new IssuedRow { ChainPem = "c", KeyPem = "k" }, new CertificateRow { Host = host, Expires = 1_000 }, Cancellation);
        }
        await store.AddChallengeAsync(new ChallengeRow { Token = "t", Host = "kept.test", KeyAuthorization = "t.x", Expires = 1_000 }, Cancellation);
        await store.CleanUpAsync(["kept.test"], 999, Cancellation);
        (await store.ListAsync(Cancellation)).Count.ShouldBe(2);
        (await store.FindChallengeAsync("t", 999, Cancellation)).ShouldNotBeNull();
        await store.CleanUpAsync(["kept.test"], 1_000, Cancellation);
        (await store.ListAsync(Cancellation)).ShouldHaveSingleItem().Host.ShouldBe("kept.test");
        (await store.FindChallengeAsync("t", 0, Cancellation)).ShouldBeNull();
    }

    private static Dictionary<string, string?> Acme() => new()
    {
        ["certificates:acme:directory"] = "http://127.0.0.1:9/directory",
        ["certificates:acme:accept_terms"] = "true",
    };

    private static async Task StoreAsync(CertificateApp app, string chain, string key)
    {
        var store = app.Get<CertificateStore>();
        var row = await store.FindAsync(Host, Cancellation) ?? new CertificateRow { Host = Host };
        await store.ClaimAsync(row, 1, Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        await store.CompleteAsync(new IssuedRow { ChainPem = chain, KeyPem = key }, new CertificateRow
        {
            Host = Host,
            IssuedFrom = now.ToUnixTimeMilliseconds(),
            Expires = now.AddDays(90).ToUnixTimeMilliseconds(),
        }, Cancellation);
    }

    private async Task<X509Certificate2> StoreAsync(CertificateApp app)
    {
        var certificate = _authority.Issue([Host]);
        await StoreAsync(app, _authority.ChainPemOf(certificate), TestAuthority.KeyPemOf(certificate));
        return certificate;
    }
}
