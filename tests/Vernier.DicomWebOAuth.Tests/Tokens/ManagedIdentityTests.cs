using System.Net;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tests.Tokens;

/// <summary>Tests of Azure managed identities with a test server; the metadata service exists on Azure only.</summary>
public class ManagedIdentityTests
{
    [Fact]
    public async Task Get_ManagedIdentity_RequestsTheResourceWithoutCredentials()
    {
        await using var gateway = await TestGateway.StartAsync(UseIdentity);
        (string? metadata, long? length) = (null, -1);
        var good = gateway.Tokens.Handler;
        gateway.Tokens.Handler = context =>
        {
            (metadata, length) = (context.Request.Headers["Metadata"], context.Request.ContentLength);
            return good(context);
        };

        (await gateway.GetAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Tokens.Requests.ShouldBe(["GET /token?api-version=2018-02-01&resource=https%3A%2F%2Fdicom.healthcareapis.azure.com"]);
        metadata.ShouldBe("true");
        length.ShouldBeNull();
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/token"), ("status", "200")).ShouldBe(1);
    }

    [Theory]
    [InlineData(60, HttpStatusCode.BadGateway)]
    [InlineData(61, HttpStatusCode.OK)]
    public async Task Get_TokenExpiresWithinAMinute_IsTok005(int lifetime, HttpStatusCode status)
    {
        await using var gateway = await TestGateway.StartAsync(UseIdentity, time: new());
        gateway.Tokens.Handler = TestTokens.Numbered(lifetime);

        (await gateway.GetAsync()).StatusCode.ShouldBe(status);

        gateway.Errors("TOK-005", "AUTHENTICATION").ShouldBe(status == HttpStatusCode.OK ? 0 : 1);
    }

    private static void UseIdentity(DicomWebServerOptions server) =>
        (server.ProviderType, server.ClientId, server.ClientSecret, server.Scope) = (ProviderType.AzureManagedIdentity, "", "", "https://dicom.healthcareapis.azure.com");
}
