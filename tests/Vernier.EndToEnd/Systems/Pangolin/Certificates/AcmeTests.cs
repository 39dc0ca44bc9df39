using System.Security.Cryptography.X509Certificates;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests.Certificates;

namespace Vernier.EndToEnd.Systems.Pangolin.Certificates;

/// <summary>Certificates from a real ACME server (pebble), which validates the challenges over HTTP.</summary>
public sealed class AcmeTests
{
    private const string Host = "app.example.com";

    private static readonly TimeSpan FiveYears = TimeSpan.FromDays(5 * 365);

    private readonly int _challengePort = FreePort.Next();
    private readonly OffsetTime _time = new();

    [Fact]
    public async Task Issue_NewResource_IsServedWithItsChainAndMeasured()
    {
        // Half of the nonces are rejected, so that each request is repeated on average once.
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort, rejectedNonces: 50);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);
        app.ThumbprintOf(Host).ShouldBeNull();

        (await app.RunJobsAsync()).ShouldBeEmpty();

        var (certificate, issuers) = await app.HandshakeAsync(Host);
        certificate.MatchesHostname(Host).ShouldBeTrue();
        using var root = await pebble.RootAsync();
        IsTrusted(certificate, root, app).ShouldBeTrue();
        issuers.ShouldNotBeEmpty();
        app.Events(Host, "ordered").ShouldBe(1);
        app.Events(Host, "issued").ShouldBe(1);
        app.Events(Host, "renewed").ShouldBe(0);
        app.Events(Host, "challenge_served").ShouldBe(3, "pebble validates from three places");
        app.Value($"pangolin_acme_cert_expiry_days{{domain=\"{Host}\"}}").ShouldNotBeNull().ShouldBe(FiveYears.TotalDays, 2);
        app.Value("pangolin_certificates_expiry_days{site_id=\"s-a\",resource_id=\"r-app\"}").ShouldNotBeNull().ShouldBe(FiveYears.TotalDays, 2);

        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.Events(Host, "ordered").ShouldBe(1, "a valid certificate is not ordered again");
        $"{app.Log}".ShouldNotContain("PRIVATE KEY");

        await app.RemoveResourceAsync("r-app");
        app.Events(Host, "issued").ShouldBeNull();
        app.Value($"pangolin_acme_cert_expiry_days{{domain=\"{Host}\"}}").ShouldBeNull();
    }

    [Fact]
    public async Task Renew_ThirtyDaysBeforeTheExpiry_ReplacesTheCertificateOnce()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);
        await app.RunJobsAsync();
        var first = app.ThumbprintOf(Host).ShouldNotBeNull();

        _time.Move(FiveYears - TimeSpan.FromDays(31));
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.ThumbprintOf(Host).ShouldBe(first);

        _time.Move(TimeSpan.FromDays(2));
        (await app.RunJobsAsync()).ShouldBeEmpty();
        var second = app.ThumbprintOf(Host).ShouldNotBeNull();
        second.ShouldNotBe(first);
        app.Events(Host, "issued").ShouldBe(1);
        app.Events(Host, "renewed").ShouldBe(1);
        (await app.HandshakeAsync(Host)).Certificate.Thumbprint.ShouldBe(second);

        // By this clock the new certificate expires in 30 days, too; it must not be renewed again and again.
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.Events(Host, "renewed").ShouldBe(1);

        _time.Move(-FiveYears);
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.ThumbprintOf(Host).ShouldBe(second);
    }

    [Fact]
    public async Task Renew_Fails_KeepsTheCertificate()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);
        await app.RunJobsAsync();
        var first = app.ThumbprintOf(Host).ShouldNotBeNull();

        await pebble.StopAsync();
        _time.Move(FiveYears - TimeSpan.FromDays(29));
        (await app.RunJobsAsync()).ShouldHaveSingleItem().ShouldContain("is unreachable");
        app.ThumbprintOf(Host).ShouldBe(first);
        app.ErrorOf(Host).ShouldNotBeNull();
        app.Events(Host, "server_unavailable").ShouldBe(1);

        (await app.RunJobsAsync()).ShouldBeEmpty("the next attempt is due after a delay");

        // The restarted server does not know the account.
        await pebble.StartAsync();
        _time.Move(TimeSpan.FromMinutes(1));
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.ThumbprintOf(Host).ShouldNotBe(first);
        app.ErrorOf(Host).ShouldBeNull();
        app.Events(Host, "renewed").ShouldBe(1);
    }

    [Fact]
    public async Task Issue_ChallengeNotReachable_FailsWithAdviceAndWaits()
    {
        await using var pebble = await PebbleServer.StartNewAsync(challengePort: FreePort.Next());
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);

        var error = (await app.RunJobsAsync()).ShouldHaveSingleItem();
        error.ShouldContain($"could not validate {Host}: ");
        error.ShouldContain("Check that port 80 of the host reaches this server.");
        app.ErrorOf(Host).ShouldBe(error);
        app.Events(Host, "challenge_failed").ShouldBe(1);
        app.NextAttemptOf(Host)!.Value.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1));

        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.Events(Host, "ordered").ShouldBe(1);
        _time.Move(TimeSpan.FromMinutes(16));
        (await app.RunJobsAsync()).ShouldHaveSingleItem();
        app.Events(Host, "ordered").ShouldBe(2);
        app.NextAttemptOf(Host)!.Value.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Issue_HostThatTheServerRejects_Fails()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-blocked", PebbleServer.BlockedHost);
        (await app.RunJobsAsync()).ShouldHaveSingleItem().ShouldContain($"rejected the order for {PebbleServer.BlockedHost}: ");
        app.Events(PebbleServer.BlockedHost, "failed").ShouldBe(1);
    }

    [Fact]
    public async Task Issue_IpAddress_IsNotOrderedAndReported()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-ip", "192.0.2.1");
        (await app.RunJobsAsync()).ShouldBeEmpty();
        await app.RefreshAsync();
        app.ErrorOf("192.0.2.1").ShouldNotBeNull().ShouldContain("needs a host name. Add a certificate file.");
    }

    [Fact]
    public async Task Issue_RateLimited_WaitsAsAsked()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var proxy = await RateLimitingProxy.StartAsync(pebble);
        await using var app = await StartAsync(proxy.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);

        proxy.RetryAfter = "7200";
        (await app.RunJobsAsync()).ShouldHaveSingleItem().ShouldEndWith("Too many certificates for app.example.com (rateLimited). It asks to wait 7200 s.");
        app.Events(Host, "rate_limited").ShouldBe(1);
        app.NextAttemptOf(Host)!.Value.ShouldBe(_time.GetUtcNow() + TimeSpan.FromHours(2), TimeSpan.FromMinutes(1));

        _time.Move(TimeSpan.FromMinutes(119));
        (await app.RunJobsAsync()).ShouldBeEmpty();
        proxy.Rejected.ShouldBe(1, "no order before the time that the server asks for");

        proxy.RetryAfter = null;
        _time.Move(TimeSpan.FromMinutes(2));
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.Events(Host, "issued").ShouldBe(1);
    }

    [Fact]
    public async Task Issue_ExternalAccount_IsBound()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort, requireExternalAccount: true);
        await using var app = await StartAsync(pebble.Directory, pebble, new Dictionary<string, string?>
        {
            ["certificates:acme:external_account_id"] = PebbleServer.ExternalAccountId,
            ["certificates:acme:external_account_key"] = PebbleServer.ExternalAccountKey,
        });
        await app.AddResourceAsync("r-app", Host);
        (await app.RunJobsAsync()).ShouldBeEmpty();
        app.Events(Host, "issued").ShouldBe(1);
        $"{app.Log}".ShouldNotContain(PebbleServer.ExternalAccountKey);
    }

    [Fact]
    public async Task Issue_ExternalAccountMissing_FailsWithTheSetting()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort, requireExternalAccount: true);
        await using var app = await StartAsync(pebble.Directory, pebble);
        await app.AddResourceAsync("r-app", Host);
        (await app.RunJobsAsync()).ShouldHaveSingleItem().ShouldContain("Set external_account_id and external_account_key.");
    }

    [Fact]
    public async Task Issue_UntrustedServer_FailsWithTheSetting()
    {
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        await using var app = await StartAsync(pebble.Directory, pebble, new Dictionary<string, string?> { ["certificates:acme:ca_file"] = null });
        await app.AddResourceAsync("r-app", Host);
        (await app.RunJobsAsync()).ShouldHaveSingleItem().ShouldContain("has a certificate that is not trusted, or the TLS handshake failed. Check ca_file.");
    }

    [Fact]
    public async Task Issue_TwoServersOnOneDatabase_OneOrdersAndTheOtherServesTheChallenge()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var pebble = await PebbleServer.StartNewAsync(_challengePort);
        var another = new Dictionary<string, string?> { ["certificates:acme:challenge_port"] = "0" };
        await using var first = await StartAsync(pebble.Directory, pebble, another, postgres.ConnectionString);
        await using var second = await StartAsync(pebble.Directory, pebble, connectionString: postgres.ConnectionString);
        await first.AddResourceAsync("r-app", Host);
        await second.RefreshInventoryAsync();

        var errors = await Task.WhenAll(first.RunJobsAsync(), first.RunJobsAsync());
        errors.ShouldAllBe(list => list.Count == 0);
        await second.RunJobsAsync();

        first.Events(Host, "ordered").ShouldBe(1);
        first.Events(Host, "challenge_served").ShouldBe(0);
        second.Events(Host, "ordered").ShouldBe(0);
        second.Events(Host, "challenge_served").ShouldBe(3);
        await second.RefreshAsync();
        second.ThumbprintOf(Host).ShouldBe(first.ThumbprintOf(Host).ShouldNotBeNull());
    }

    private Task<CertificateApp> StartAsync(Uri directory, PebbleServer pebble, IReadOnlyDictionary<string, string?>? more = null, string? connectionString = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["certificates:acme:directory"] = directory.AbsoluteUri,
            ["certificates:acme:accept_terms"] = "true",
            ["certificates:acme:contacts:0"] = "operator@example.com",
            ["certificates:acme:ca_file"] = pebble.CaFile,
            ["certificates:acme:challenge_port"] = $"{_challengePort}",
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
            settings[key] = value;
        return CertificateApp.StartAsync(settings, _time, connectionString);
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2 root, CertificateApp app)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(app.IssuersOf(Host));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
