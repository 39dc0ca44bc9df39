using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Pangolin.Channels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

public class TunnelForwardingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_ConnectedSite_ReachesTheTargetWithItsPathAndHost()
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(
            $"{http.Request.Protocol} {http.Request.Method} {http.Request.Host} {http.Request.Path}{http.Request.QueryString} {http.Request.Headers.ContainsKey("Pangolin-Target")}"));
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}/base");
        (await host.GetAsync("s-a", "web", "/a%2Fb?q=1")).ShouldBe("HTTP/1.1 GET app.example.com /base/a%2Fb?q=1 False");
    }

    [Fact]
    public async Task Request_TargetWithoutTlsAndHttp2_UsesHttp2()
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(http.Request.Protocol), HttpProtocols.Http2);
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address.Replace("http:", "h2c:")}");
        (await host.GetAsync("s-a", "web")).ShouldBe("HTTP/2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_TargetWithSelfSignedCertificate_IsAcceptedOnlyIfConfigured(bool isAccepted)
    {
        using var certificate = TestCertificate.Create();
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(http.Request.Scheme), HttpProtocols.Http1AndHttp2, listen => listen.UseHttps(certificate));
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.AcceptAnyTargetCertificate = isAccepted;
        await host.ConnectAsync(options);
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        if (isAccepted)
            (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("https");
        else
            ShouldBeFailure(response, HttpStatusCode.BadGateway, "tls");
    }

    [Fact]
    public async Task Request_UnknownTarget_Returns502WithTheCause()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", "web=http://127.0.0.1:9", "db=tcp://127.0.0.1:9");
        foreach (var target in new[] { "other", "db", "" })
        {
            using var response = await host.SendAsync("s-a", SiteRequest.To(target));
            ShouldBeFailure(response, HttpStatusCode.BadGateway, "unknown_target");
        }
    }

    [Fact]
    public async Task Request_TargetThatRefusesConnections_Returns502WithTheCause()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", "web=http://127.0.0.1:1", "name=http://does-not-exist.invalid");
        using var refused = await host.SendAsync("s-a", SiteRequest.To("web"));
        ShouldBeFailure(refused, HttpStatusCode.BadGateway, "connection_refused");
        using var unknown = await host.SendAsync("s-a", SiteRequest.To("name"));
        ShouldBeFailure(unknown, HttpStatusCode.BadGateway, "name_resolution");
    }

    [Fact]
    public async Task Request_TargetThatHangs_Returns504WithTheCause()
    {
        await using var backend = await Backend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.ActivityTimeout = TimeSpan.FromSeconds(1);
        await host.ConnectAsync(options);
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        ShouldBeFailure(response, HttpStatusCode.GatewayTimeout, "timeout");
    }

    [Theory]
    [InlineData("this is not HTTP\r\n\r\n", "invalid_response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "connection_reset")]
    [InlineData("", "connection_reset")]
    public async Task Request_TargetThatRespondsWithGarbage_Returns502WithTheCause(string text, string cause)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, text);
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web=http://{listener.LocalEndpoint}");
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        ShouldBeFailure(response, HttpStatusCode.BadGateway, cause);
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task Request_TargetThatSendsTheErrorHeader_DoesNotPretendToBeTheSite()
    {
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.Headers[SiteProtocol.ErrorHeader] = "timeout";
            http.Response.StatusCode = 502;
            return http.Response.WriteAsync("own error");
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.Contains(SiteProtocol.ErrorHeader).ShouldBeFalse();
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("own error");
    }

    [Fact]
    public async Task Request_TargetThatBreaksOffItsResponse_FailsTheResponse()
    {
        var received = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Response.WriteAsync("begin");
            await http.Response.Body.FlushAsync();
            await received.Task;
            http.Abort();
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        received.SetResult();
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancellation).WithTimeout());
        host.Hub.Find("s-a").ShouldNotBeNull();
    }

    [Fact]
    public async Task Response_Unbuffered_ArrivesWhileTheTargetIsSending()
    {
        var next = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            for (var i = 1; i <= 3; i++)
            {
                await http.Response.WriteAsync($"data: {i}\n\n");
                await http.Response.Body.FlushAsync();
                await next.WaitAsync(http.RequestAborted);
            }
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        for (var i = 1; i <= 3; i++)
        {
            (await reader.ReadLineAsync(Cancellation).AsTask().WithTimeout()).ShouldBe($"data: {i}");
            (await reader.ReadLineAsync(Cancellation).AsTask().WithTimeout()).ShouldBe("");
            next.Release();
        }
        (await reader.ReadToEndAsync(Cancellation).WithTimeout()).ShouldBe("");
    }

    [Fact]
    public async Task Request_Canceled_IsCanceledAtTheTarget()
    {
        var started = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => aborted.SetResult(), TaskScheduler.Default);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var canceled = new CancellationTokenSource();
        var sending = host.Hub.Find("s-a")!.Client.SendAsync(SiteRequest.To("web"), canceled.Token);
        await started.Task.WithTimeout();
        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending.WithTimeout());
        await aborted.Task.WithTimeout();
        host.Hub.Find("s-a").ShouldNotBeNull();
    }

    [Fact]
    public async Task TcpTarget_BothDirections_EndOnTheirOwn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = RespondAfterEndAsync(listener);
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"db=tcp://{listener.LocalEndpoint}");
        using var content = new Vernier.Forwarding.DuplexContent();
        using var request = content.CreateRequest(new Uri($"http://{SiteProtocol.TcpAuthority}/"));
        request.Headers.Add(SiteProtocol.TargetHeader, "db");
        using var response = await host.SendAsync("s-a", request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var end = await content.OpenAsync(response, Cancellation);
        await end.Output.WriteAsync("hello"u8.ToArray(), Cancellation);
        await end.Output.FlushAsync(Cancellation);
        await end.EndOutput!();
        using var reader = new StreamReader(end.Input);
        (await reader.ReadToEndAsync(Cancellation).WithTimeout()).ShouldBe("received hello");
        await serving;
    }

    [Fact]
    public async Task TcpTarget_Refused_Returns502WithTheCause()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", "db=tcp://127.0.0.1:1");
        using var content = new Vernier.Forwarding.DuplexContent();
        using var request = content.CreateRequest(new Uri($"http://{SiteProtocol.TcpAuthority}/"));
        request.Headers.Add(SiteProtocol.TargetHeader, "db");
        using var response = await host.SendAsync("s-a", request);
        ShouldBeFailure(response, HttpStatusCode.BadGateway, "connection_refused");
    }

    private static void ShouldBeFailure(HttpResponseMessage response, HttpStatusCode status, string cause)
    {
        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues(SiteProtocol.ErrorHeader).ShouldBe([cause]);
    }

    /// <summary>Reads requests, sends a text, and closes the connection, until the listener is stopped.</summary>
    private static async Task ServeAsync(TcpListener listener, string text)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(Cancellation);
            }
            catch (SocketException)
            {
                return;
            }
            using var owned = client;
            using var reader = new StreamReader(client.GetStream());
            while ((await reader.ReadLineAsync(Cancellation))?.Length > 0)
            {
            }
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        }
    }

    /// <summary>Responds when the client has ended its direction.</summary>
    private static async Task RespondAfterEndAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        using var reader = new StreamReader(client.GetStream());
        var received = await reader.ReadToEndAsync(Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("received " + received), Cancellation);
    }
}
