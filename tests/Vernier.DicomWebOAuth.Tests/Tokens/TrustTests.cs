using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Tokens;

/// <summary>Tests of the certificate validation (<c>VerifySSL</c>) with an HTTPS token endpoint.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("vernier-").FullName;

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Get_CertificateIsNotTrusted_IsNet003AndTheSecretIsNotSent()
    {
        await using var gateway = await TestGateway.StartAsync(server => server.ResilienceConfig.RetryMaxAttempts = 3, certificate: _certificate);

        var response = await gateway.GetAsync();

        ((int)response.StatusCode).ShouldBe(495);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_code").GetString().ShouldBe("NET-003");
        gateway.Tokens.Requests.ShouldBeEmpty();
        gateway.Dicom.Requests.ShouldBeEmpty();
        gateway.Errors("NET-003", "NETWORK").ShouldBe(1);
        gateway.Value("dicomweb_oauth_retry_attempts_total").ShouldBe(0);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", "/token"), ("status", "495")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_CertificateIsInTheFile_IsTrusted()
    {
        using var other = TestCertificate.Create();
        var file = Write(other, _certificate);
        await using var gateway = await TestGateway.StartAsync(server => server.VerifySSL = file, certificate: _certificate);

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Tokens.Requests.ShouldBe(["POST /token"]);
    }

    [Fact]
    public async Task Get_CertificateIsNotInTheFile_IsNet003()
    {
        using var other = TestCertificate.Create();
        var file = Write(other);
        await using var gateway = await TestGateway.StartAsync(server => server.VerifySSL = file, certificate: _certificate);

        ((int)(await gateway.GetAsync()).StatusCode).ShouldBe(495);

        gateway.Errors("NET-003", "NETWORK").ShouldBe(1);
    }

    [Fact]
    public async Task Get_VerificationIsOff_AnyCertificateIsTrusted()
    {
        await using var gateway = await TestGateway.StartAsync(server => server.VerifySSL = "false", certificate: _certificate);

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private string Write(params X509Certificate2[] certificates)
    {
        var file = Path.Combine(_folder, "trusted.pem");
        File.WriteAllLines(file, certificates.Select(c => c.ExportCertificatePem()));
        return file;
    }
}
