using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

/// <summary>
/// A broken request body must never end in success. Raw bytes go through the whole gateway to a real Kestrel server, which reads the body, or
/// responds without reading it.
/// </summary>
public class BrokenRequestBodyTests
{
    private const string Route = "/oauth-dicom-web/servers/{name}/{**path}";
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("5\r\nhello\r\nFFFFFFFF\r\nworld", true)]
    [InlineData("FFFFFFFF\r\nworld", true)]
    [InlineData("FFFFFFFF\r\nworld", false)]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nworld", true)]
    [InlineData("5\r\nhello\r\nxyz\r\n", true)]
    [InlineData("5\r\nhello\r\nxyz\r\n", false)]
    [InlineData("5\r\nhelloXX0\r\n\r\n", true)]
    public async Task Post_ChunkIsMalformed_Is400(string body, bool isRead)
    {
        await using var gateway = await TestGateway.StartAsync();
        var stored = Store(gateway, isRead);

        var response = await SendAsync(gateway, Chunked + body, closes: false);

        response.ShouldStartWith("HTTP/1.1 400 ");
        response.ShouldContain("The request body is incomplete or malformed.");
        stored().ShouldBe(0);
        await ExpectNoErrorAsync(gateway, "400");
    }

    [Theory]
    [InlineData(Chunked + "10\r\nhello")]
    [InlineData(Chunked + "5\r\nhello\r\n")]
    [InlineData("Content-Length: 100\r\n\r\nhello")]
    [InlineData("Content-Length: 5000\r\n\r\nhello")]
    public async Task Post_ClientEndsTheBodyTooEarly_IsNotASuccess(string body)
    {
        await using var gateway = await TestGateway.StartAsync();
        var stored = Store(gateway, isRead: true);

        var response = await SendAsync(gateway, body, closes: true);

        if (response.Length > 0)
            response.ShouldStartWith("HTTP/1.1 4");
        stored().ShouldBe(0);
        await ExpectNoErrorAsync(gateway, "400", "499");
    }

    [Fact]
    public async Task Post_ClientStopsSending_Is408AndNoErrorOfTheServer()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(time: time);
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Dicom.Handler = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[5], context.RequestAborted);
            received.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        };

        var response = SendAsync(gateway, Chunked + "5\r\nhello\r\n", closes: false);
        await received.Task.WithTimeout();
        // The timeout may restart once more after the server has received the part.
        await Waiting.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(300));
                return CountOf(gateway, "408") == 1;
            },
            "the timeout");

        (await response.WithTimeout()).ShouldStartWith("HTTP/1.1 408 ");
        gateway.Errors("NET-001", "NETWORK").ShouldBe(0);
    }

    [Fact]
    public async Task Post_BodyIsMalformed_ServerConnectionIsNotReusedForTheNextUpload()
    {
        await using var gateway = await TestGateway.StartAsync();
        var stored = Store(gateway, isRead: true);
        await SendAsync(gateway, Chunked + "5\r\nhello\r\nFFFFFFFF\r\n", closes: false);

        (await gateway.Client.PostAsync("/oauth-dicom-web/servers/main/studies", new StringContent("complete"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        stored().ShouldBe(1);
    }

    /// <summary>Makes the server store uploads.</summary>
    /// <returns>Gets the number of complete uploads.</returns>
    private static Func<int> Store(TestGateway gateway, bool isRead)
    {
        var complete = 0;
        gateway.Dicom.Handler = async context =>
        {
            if (!isRead)
                return;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            Interlocked.Increment(ref complete);
            await context.Response.WriteAsync("stored");
        };
        return () => Volatile.Read(ref complete);
    }

    private static async Task ExpectNoErrorAsync(TestGateway gateway, params string[] statuses)
    {
        await Waiting.UntilAsync(() => statuses.Any(status => CountOf(gateway, status) == 1), "the failed request");
        CountOf(gateway, "200").ShouldBe(0);
        gateway.Errors("NET-002", "NETWORK").ShouldBe(0);
        gateway.Errors("INT-001", "INTERNAL").ShouldBe(0);
        gateway.Scrape().Find("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", "/studies"), ("status", "502")).ShouldBeEmpty();
    }

    private static double CountOf(TestGateway gateway, string status) =>
        gateway.Scrape().Find("dicomweb_oauth_http_requests_total", ("method", "POST"), ("endpoint", Route), ("status", status)).Sum(sample => sample.Value);

    /// <summary>Sends an upload and reads until the gateway closes the connection.</summary>
    private static async Task<string> SendAsync(TestGateway gateway, string rest, bool closes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
        await client.Client.SendAsync(Encoding.ASCII.GetBytes($"POST /oauth-dicom-web/servers/main/studies HTTP/1.1\r\nHost: localhost\r\n{rest}"));
        if (closes)
            client.Client.Shutdown(SocketShutdown.Send);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await client.Client.ReceiveAsync(buffer).WithTimeout() is var read and > 0)
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // A reset also ends the response.
        }

        return text.ToString();
    }
}
