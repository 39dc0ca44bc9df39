using Vernier.Testing.Bodies;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

/// <summary>Raw request targets and headers against a real server with the root /dicom-web, which records what it really receives.</summary>
public class HostileTargetTests
{
    private const string Gateway = "/oauth-dicom-web/servers/main";

    [Theory]
    [InlineData(Gateway + "/studies", "/dicom-web/studies")]
    [InlineData(Gateway + "/studies?a=../b", "/dicom-web/studies?a=../b")]
    [InlineData(Gateway + "/studies;v=1/x", "/dicom-web/studies;v=1/x")]
    [InlineData(Gateway + "//evil.example/x", "/dicom-web/evil.example/x")]
    [InlineData(Gateway + "/a//b", "/dicom-web/a//b")]
    [InlineData("http://localhost" + Gateway + "/studies?a=b", "/dicom-web/studies?a=b")]
    [InlineData(Gateway + "/..;/admin", null)]
    [InlineData(Gateway + "/..;x=y/admin", null)]
    [InlineData(Gateway + "/studies/..;/..;/admin", null)]
    [InlineData(Gateway + "/%2e%2e;/admin", null)]
    [InlineData(Gateway + "/..%3b/admin", null)]
    [InlineData(Gateway + "/studies#/../admin", null)]
    [InlineData(Gateway + "/studies?a#b", null)]
    [InlineData(Gateway + "/%2e%2e/admin", null)]
    [InlineData(Gateway + "/..%2fadmin", null)]
    [InlineData(Gateway + "/..%252fadmin", null)]
    [InlineData(Gateway + "/%25252e%25252e/admin", null)]
    [InlineData(Gateway + "/..\\admin", null)]
    [InlineData(Gateway + "/x%5c..%5c..%5cadmin", null)]
    [InlineData(Gateway + "/./studies", null)]
    [InlineData(Gateway + "/studies%00", null)]
    [InlineData(Gateway + "/studies%2500", null)]
    [InlineData(Gateway + "/../main/studies", null)]
    [InlineData("/x/.." + Gateway + "/studies", null)]
    [InlineData("http://localhost" + Gateway + "/../../admin", null)]
    public async Task Get_AnyTarget_ReachesAPathBelowTheRootOrNothing(string target, string? received)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);

        await client.SendAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var response = await client.ReadHeadAsync();

        response.ShouldStartWith(received is null ? "HTTP/1.1 4" : "HTTP/1.1 200");
        gateway.Dicom.Requests.ShouldBe(received is null ? [] : [$"GET {received}"]);
    }

    [Fact]
    public async Task Get_ForwardingHeadersOfTheClient_DoNotReachTheServer()
    {
        await using var gateway = await TestGateway.StartAsync();
        string[] seen = [];
        gateway.Dicom.Handler = context =>
        {
            seen = [.. context.Request.Headers.Keys];
            return Task.CompletedTask;
        };
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);

        await client.SendAsync(
            $"GET {Gateway}/studies HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\nX_Forwarded_Proto: https\r\n"
            + "Forwarded: for=203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nX-Note: 7\r\n\r\n");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200");
        seen.ShouldContain("X-Note");
        seen.ShouldNotContain(name => name.Contains("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Contains("Real", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")]
    public async Task Get_FramingOfTheResponseIsInvalid_Is502AndCounted(string bytes)
    {
        using var server = new RawServer(bytes);
        await using var gateway = await TestGateway.StartAsync(settings => settings.Url = new Uri(server.Address, "/dicom-web"));

        using var response = await gateway.GetAsync();

        ((int)response.StatusCode).ShouldBe(502);
        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/oauth-dicom-web/servers/{name}/{**path}"), ("status", "502")).ShouldBe(1);
    }
}
