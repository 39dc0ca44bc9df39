using System.Net;
using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

/// <summary>Requests that a web page of another site can send through the browser of a user.</summary>
public class ForeignRequestTests
{
    private const string Studies = $"/oauth-dicom-web/servers/{TestGateway.Name}/studies";
    private const string Test = $"/dicomweb-oauth/servers/{TestGateway.Name}/test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", Studies)]
    [InlineData("POST", Studies)]
    [InlineData("DELETE", Studies + "/1.2")]
    [InlineData("OPTIONS", Studies)]
    [InlineData("POST", Test)]
    public async Task Request_OfAPage_CausesNothingUnlessAllowed(string method, string path)
    {
        await using var gateway = await TestGateway.StartAsync(options: options => (options.AllowedOrigins, options.RateLimitRequests) = (["https://viewer.example.com"], 5));

        (await StatusAsync(gateway, method, path, "localhost", "http://attacker.example", "cross-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, method, path, "localhost", "null", "cross-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, method, path, "localhost", null, "cross-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, method, path, "localhost", "http://localhost:3000", "same-site")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(gateway, method, path, "attacker.example", null, null)).ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await StatusAsync(gateway, method, path, "attacker.example", "http://attacker.example", "same-origin")).ShouldBe(HttpStatusCode.MisdirectedRequest);
        gateway.Tokens.Requests.ShouldBeEmpty();
        gateway.Dicom.Requests.ShouldBeEmpty();

        // The rejected requests have not used up the rate limit.
        (await StatusAsync(gateway, method, path, "localhost", "https://viewer.example.com", "cross-site")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, method, path, "localhost", null, null)).ShouldBe(HttpStatusCode.OK);
        gateway.Tokens.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/dicomweb-oauth/status")]
    [InlineData("/dicomweb-oauth/servers")]
    [InlineData("/dicomweb-oauth/metrics")]
    public async Task Get_NameOfAnotherSite_Is421(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        (await StatusAsync(gateway, "GET", path, "attacker.example", null, null)).ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await StatusAsync(gateway, "GET", path, "localhost", null, "cross-site")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_ServerOrTokenEndpointIsDown_AreLoggedOncePerCause(bool isTokenEndpoint)
    {
        await using var gateway = await TestGateway.StartAsync();
        if (isTokenEndpoint)
            gateway.Tokens.Handler = context => { context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable; return Task.CompletedTask; };
        else
            gateway.Dicom.Handler = context => Task.Run(context.Abort);

        for (var i = 0; i < 200; i++)
        {
            using var response = await gateway.GetAsync();
            response.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        }

        var lines = gateway.Log.Of("Vernier.DicomWebOAuth.").Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal));
        lines.ShouldHaveSingleItem().ShouldContain(isTokenEndpoint ? "Token acquisition for main failed" : "Request to main failed");
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, string method, string path, string host, string? origin, string? site)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Host = host } };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await gateway.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
