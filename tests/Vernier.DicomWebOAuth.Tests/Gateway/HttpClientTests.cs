using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

/// <summary>Tests of <c>AddHttpClient(…).AddDicomWebOAuth(server)</c>.</summary>
public class HttpClientTests
{
    [Fact]
    public async Task Send_RequestToTheServer_HasATokenThatIsRemovedAfterwards()
    {
        await using var gateway = await TestGateway.StartAsync();
        var authorization = "";
        gateway.Dicom.Handler = context =>
        {
            authorization = context.Request.Headers.Authorization.ToString();
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Dicom.Url + "/dicom-web/studies");

        (await ClientOf(gateway).SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        authorization.ShouldBe("Bearer token-1");
        request.Headers.Authorization.ShouldBeNull();
        gateway.Log.ToString().ShouldNotContain("token-1");
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies"), ("status", "200")).ShouldBe(1);
    }

    [Fact]
    public async Task Send_RequestToAnotherHost_Throws()
    {
        await using var gateway = await TestGateway.StartAsync();

        await ClientOf(gateway).GetAsync(gateway.Tokens.Url).ShouldThrowAsync<InvalidOperationException>();

        gateway.Tokens.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_ServerIsDown_ThrowsTheErrorOfTheCatalog()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Dicom.DisposeAsync();

        var failure = await ClientOf(gateway).GetAsync(gateway.Dicom.Url + "/dicom-web/studies").ShouldThrowAsync<DicomWebOAuthException>();

        failure.Code.ShouldBe("NET-002");
        failure.IsTransient.ShouldBeTrue();
        gateway.Errors("NET-002", "NETWORK").ShouldBe(1);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies"), ("status", "502")).ShouldBe(1);
    }

    [Fact]
    public async Task Send_ClientTimesOut_IsCanceledAndNoErrorIsCounted()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Dicom.Handler = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var client = ClientOf(gateway);
        await gateway.TestAsync();
        client.Timeout = TimeSpan.FromMilliseconds(100);

        await client.GetAsync(gateway.Dicom.Url + "/dicom-web/studies").ShouldThrowAsync<TaskCanceledException>();

        gateway.Errors("NET-001", "NETWORK").ShouldBe(0);
        gateway.Scrape().Value("dicomweb_oauth_http_requests_total", ("method", "GET"), ("endpoint", "/studies"), ("status", "499")).ShouldBe(1);
    }

    [Fact]
    public async Task Send_TokenIsRejectedBeforeTheStreamIsRead_StreamIsSentWithTheNewToken()
    {
        await using var gateway = await TestGateway.StartAsync();
        var received = 0L;
        gateway.Dicom.Handler = async context =>
        {
            if (context.Request.Headers.Authorization == "Bearer token-1")
            {
                context.Response.StatusCode = 401;
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.Length;
        };
        using var content = new StreamContent(new MemoryStream(new byte[100_000]));

        var response = await ClientOf(gateway).PostAsync(gateway.Dicom.Url + "/dicom-web/studies", content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        received.ShouldBe(100_000);
    }

    [Fact]
    public async Task Create_ServerIsNotConfigured_Throws()
    {
        await using var gateway = await TestGateway.StartAsync();

        Should.Throw<InvalidOperationException>(() => gateway.Services.GetRequiredService<IHttpClientFactory>().CreateClient("unknown"))
            .Message.ShouldBe("The DICOMweb OAuth server 'unknown' is not configured.");
    }

    private static HttpClient ClientOf(TestGateway gateway) => gateway.Services.GetRequiredService<IHttpClientFactory>().CreateClient("viewer");
}
