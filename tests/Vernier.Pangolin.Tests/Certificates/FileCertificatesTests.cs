using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vernier.Pangolin.Certificates;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Certificates;

public sealed class FileCertificatesTests : IDisposable
{
    private const string Password = "a password of the tests";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_PemCertificateAndKey_IsUsedWithItsChain(bool useRsa)
    {
        using var issued = _authority.Issue(["app.example.com"], useRsa: useRsa);
        await using var app = await StartAsync(_folder.Write("app.pem", _authority.ChainPemOf(issued)), _folder.Write("app.key", TestAuthority.KeyPemOf(issued)));
        var context = app.Certificates.SelectContext("app.example.com").ShouldNotBeNull();
        context.TargetCertificate.Thumbprint.ShouldBe(issued.Thumbprint);
        context.TargetCertificate.HasPrivateKey.ShouldBeTrue();
        context.IntermediateCertificates.Single().Thumbprint.ShouldBe(_authority.Intermediate.Thumbprint);
    }

    [Fact]
    public async Task Start_KeyInTheSameFile_IsUsed()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        await using var app = await StartAsync(_folder.Write("app.pem", _authority.ChainPemOf(issued) + TestAuthority.KeyPemOf(issued)));
        app.Certificates.Select("app.example.com").ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_EncryptedKey_IsReadWithItsPassword()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        await using var app = await StartAsync(_folder.Write("app.pem", _authority.ChainPemOf(issued)), EncryptedKeyOf(issued), Password);
        app.Certificates.Select("app.example.com").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Password)]
    public async Task Start_Pkcs12_IsUsedWithItsChain(string? password)
    {
        using var issued = _authority.Issue(["app.example.com"]);
        await using var app = await StartAsync(Pkcs12Of(issued, password), password: password);
        app.Certificates.SelectContext("app.example.com").ShouldNotBeNull().IntermediateCertificates.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_KeyOfAnotherCertificate_Fails()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        using var other = _authority.Issue(["app.example.com"]);
        var failure = await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem()), _folder.Write("app.key", TestAuthority.KeyPemOf(other)));
        failure.ShouldBe($"The key {_folder.Combine("app.key")} does not match the first certificate of {_folder.Combine("app.pem")}.");
    }

    [Fact]
    public async Task Start_KeyOfAnotherAlgorithm_Fails()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        using var other = _authority.Issue(["app.example.com"], useRsa: true);
        var failure = await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem()), _folder.Write("app.key", TestAuthority.KeyPemOf(other)));
        failure.ShouldContain("damaged, or its algorithm is not that of the certificate");
    }

    [Fact]
    public async Task Start_WithoutKey_Fails()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        (await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem()))).ShouldContain("contains no private key. Set key");
    }

    [Fact]
    public async Task Start_EncryptedKeyWithoutPassword_Fails()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        (await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem()), EncryptedKeyOf(issued))).ShouldContain("is encrypted. Set password.");
    }

    [Fact]
    public async Task Start_WrongPasswordOfTheKey_FailsWithoutShowingIt()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        var failure = await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem()), EncryptedKeyOf(issued), "another password");
        failure.ShouldContain($"The password of the key {_folder.Combine("app.key")} is wrong");
        failure.ShouldNotContain("another password");
    }

    [Theory]
    [InlineData(null, "needs a password")]
    [InlineData("another password", "has another password")]
    public async Task Start_WrongPasswordOfPkcs12_Fails(string? password, string expected)
    {
        using var issued = _authority.Issue(["app.example.com"]);
        (await FailAsync(Pkcs12Of(issued, Password), password: password)).ShouldContain(expected);
    }

    [Theory]
    [InlineData("", "is neither a PEM nor a PKCS #12 file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "Cannot use the certificate")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----", "contains no certificate")]
    public async Task Start_InvalidFile_Fails(string content, string expected) => (await FailAsync(_folder.Write("app.pem", content))).ShouldContain(expected);

    [Fact]
    public async Task Start_NoHostName_Fails()
    {
        using var issued = _authority.Issue([]);
        (await FailAsync(_folder.Write("app.pem", issued.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(issued)))).ShouldContain("not valid for any host name");
    }

    [Fact]
    public async Task Start_ExpiredCertificate_IsUsedAndReported()
    {
        using var issued = _authority.Issue(["app.example.com"], TimeSpan.FromHours(1));
        var file = _folder.Write("app.pem", issued.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(issued));
        await using var app = await StartAsync(file);
        app.Certificates.Select("app.example.com").ShouldNotBeNull();
        app.Info(file).Error.ShouldNotBeNull().ShouldContain($"The certificate {file} expired on ");
        app.Log.ToString().ShouldContain("Replace the file.");
    }

    [Fact]
    public async Task Refresh_ChangedFile_IsUsedAndInvalidOneKeepsThePrevious()
    {
        using var first = _authority.Issue(["app.example.com"]);
        using var second = _authority.Issue(["app.example.com"]);
        var file = _folder.Write("app.pem", first.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(first));
        var time = new ManualTime();
        time.Advance(TimeProvider.System.GetUtcNow() - time.GetUtcNow());
        await using var app = await StartAsync(file, time: time);

        _folder.Write("app.pem", "damaged");
        await AdvanceUntilAsync(time, () => app.Info(file).Error is not null);
        app.Certificates.Select("app.example.com")!.Thumbprint.ShouldBe(first.Thumbprint);
        for (var i = 0; i < 5; i++)
            app.Get<FileCertificates>().Refresh();
        app.Log.Of(typeof(FileCertificates).FullName!).Count(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBe(1);

        File.Delete(file);
        await AdvanceUntilAsync(time, () => app.Info(file).Error!.StartsWith("Cannot read the certificate", StringComparison.Ordinal));
        app.Certificates.Select("app.example.com")!.Thumbprint.ShouldBe(first.Thumbprint);

        _folder.Write("app.pem", second.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(second));
        await AdvanceUntilAsync(time, () => app.Certificates.Select("app.example.com")!.Thumbprint == second.Thumbprint);
        app.Info(file).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_CertificateExpires_IsReportedOnce()
    {
        using var issued = _authority.Issue(["app.example.com"], TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        var file = _folder.Write("app.pem", issued.ExportCertificatePem() + "\n" + TestAuthority.KeyPemOf(issued));
        var time = new ManualTime();
        time.Advance(TimeProvider.System.GetUtcNow() - time.GetUtcNow());
        await using var app = await StartAsync(file, time: time);
        app.Info(file).Error.ShouldBeNull();
        await AdvanceUntilAsync(time, () => app.Info(file).Error is not null);
        app.Get<FileCertificates>().Refresh();
        app.Log.Of(typeof(FileCertificates).FullName!).Count(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Log_AnyOutcome_ContainsNoKey()
    {
        using var issued = _authority.Issue(["app.example.com"]);
        var key = TestAuthority.KeyPemOf(issued);
        await using var app = await StartAsync(_folder.Write("app.pem", issued.ExportCertificatePem() + "\n" + key));
        app.Log.ToString().ShouldContain("Loaded the certificate");
        app.Log.ToString().ShouldNotContain(key.Split('\n')[1]);
    }

    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> condition)
    {
        await Waiting.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return condition();
        }, "the file is read again");
    }

    private static Task<CertificateApp> StartAsync(string certificate, string? key = null, string? password = null, TimeProvider? time = null) => CertificateApp.StartAsync(
        new Dictionary<string, string?>
        {
            ["certificates:files:0:certificate"] = certificate,
            ["certificates:files:0:key"] = key,
            ["certificates:files:0:password"] = password,
        }, time);

    private static async Task<string> FailAsync(string certificate, string? key = null, string? password = null) =>
        (await Should.ThrowAsync<PangolinException>(() => StartAsync(certificate, key, password))).Message;

    private string EncryptedKeyOf(X509Certificate2 certificate) => _folder.Write("app.key", certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
        Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));

    private string Pkcs12Of(X509Certificate2 certificate, string? password)
    {
        var file = _folder.Combine("app.pfx");
        File.WriteAllBytes(file, new X509Certificate2Collection { certificate, X509CertificateLoader.LoadCertificate(_authority.Intermediate.RawData) }.Export(X509ContentType.Pfx, password)!);
        return file;
    }
}
