using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Exposition;
using Vernier.Push.Http;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;
using Vernier.Testing;

namespace Vernier.Push.Tests.Http;

/// <summary>Requests and the handling of responses, without a real Pushgateway.</summary>
public class HttpPusherTests
{
    [Theory]
    [InlineData(400, PushOutcome.Refused)]
    [InlineData(401, PushOutcome.Refused)]
    [InlineData(404, PushOutcome.Refused)]
    [InlineData(408, PushOutcome.Failed)]
    [InlineData(413, PushOutcome.Refused)]
    [InlineData(429, PushOutcome.Failed)]
    [InlineData(500, PushOutcome.Failed)]
    [InlineData(503, PushOutcome.Failed)]
    [InlineData(200, PushOutcome.Success)]
    [InlineData(204, PushOutcome.Success)]
    public async Task Push_Status_DeterminesWhetherToRetry(int status, PushOutcome expected)
    {
        var result = await PushAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        result.Outcome.ShouldBe(expected);
        result.StatusCode.ShouldBe(status);
        result.IsTransient.ShouldBe(expected == PushOutcome.Failed);
        (result.Cause is null).ShouldBe(expected == PushOutcome.Success);
    }

    [Fact]
    public async Task Push_TextInTheResponse_IsInTheCauseAsOneShortLine()
    {
        var result = await PushAsync(context => Respond(context, 500, "first\r\nWarning: second\t" + new string('x', 100_000)));
        result.Cause!.ShouldStartWith("500 Internal Server Error: first Warning: second xxx");
        result.Cause!.Length.ShouldBeLessThan(1100);
    }

    [Fact]
    public async Task Push_ResponseRepeatsTheSecrets_AreNotInTheCause()
    {
        Task Echo(HttpContext context) => Respond(context, 403, $"You sent {context.Request.Headers.Authorization}");
        var basic = await PushAsync(Echo, options => (options.BasicAuthUser, options.BasicAuthPassword) = ("ali", "hunter2"));
        basic.Cause.ShouldBe("403 Forbidden: You sent Basic ***");
        var bearer = await PushAsync(Echo, options => options.BearerToken = "hunter2");
        bearer.Cause.ShouldBe("403 Forbidden: You sent Bearer ***");
        var password = await PushAsync(
            context => Respond(context, 403, "The password hunter2 is wrong."), options => (options.BasicAuthUser, options.BasicAuthPassword) = ("ali", "hunter2"));
        password.Cause.ShouldBe("403 Forbidden: The password *** is wrong.");
    }

    [Fact]
    public async Task Push_Redirected_IsRefusedAndNotFollowed()
    {
        var requests = 0;
        var result = await PushAsync(context =>
        {
            requests++;
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        result.Outcome.ShouldBe(PushOutcome.Refused);
        result.Cause.ShouldBe("307 Temporary Redirect: redirect to /elsewhere");
        requests.ShouldBe(1);
    }

    [Fact]
    public async Task Push_RetryAfter_IsRead()
    {
        var result = await PushAsync(context =>
        {
            context.Response.Headers.RetryAfter = "17";
            return Respond(context, 429, "");
        });
        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Push_RetryAfterIsADate_IsTheTimeUntilThen()
    {
        var time = new ManualTime();
        await using var peer = await Peer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = (time.GetUtcNow() + TimeSpan.FromSeconds(40)).ToString("R");
            return Respond(context, 503, "");
        });
        using var client = new PushgatewayClient(Scraping.NewRegistry(time), new PushgatewayOptions { Url = peer.Address, Job = "j" });
        (await client.PushAsync().WithTimeout()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Push_TargetSetsACookie_IsNotSentBack()
    {
        var cookies = new List<string>();
        await using var peer = await Peer.StartAsync(context =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        using var client = new PushgatewayClient(Registry(), new PushgatewayOptions { Url = peer.Address, Job = "j" });
        await client.PushAsync().WithTimeout();
        await client.PushAsync().WithTimeout();
        cookies.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task Dispose_HttpClientOfTheCaller_StaysUsable()
    {
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask);
        using var http = new HttpClient();
        using (var client = new PushgatewayClient(Registry(), new PushgatewayOptions { Url = peer.Address, Job = "j" }, http))
            (await client.PushAsync().WithTimeout()).IsSuccess.ShouldBeTrue();
        (await http.GetAsync(peer.Address).WithTimeout()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Dispose_Content_ReturnsTheMemoryOfTheText()
    {
        var rendered = new MetricsRenderer(Registry()).Render(ExpositionFormat.PrometheusText);
        new RenderedContent(rendered).Dispose();
        Should.Throw<ObjectDisposedException>(() => rendered.Content);
    }

    [Fact]
    public async Task Push_ConnectionBreaks_IsAFailure()
    {
        var result = await PushAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        result.Outcome.ShouldBe(PushOutcome.Failed);
        result.StatusCode.ShouldBeNull();
        result.Cause.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Push_ErrorTextIsTruncated_ReportsTheStatus()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new PushgatewayClient(Registry(), new PushgatewayOptions { Url = new Uri($"http://{listener.LocalEndpoint}"), Job = "j" });
        var push = client.PushAsync();
        using (var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WithTimeout())
        {
            var request = new StringBuilder();
            var buffer = new byte[4096];
            // Read everything: closing with unread data would reset the connection and discard the response.
            while (!request.ToString().EndsWith("pushed_total 3\n", StringComparison.Ordinal))
                request.Append(Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, SocketFlags.None).WithTimeout()));
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 1000\r\n\r\nhalf"u8.ToArray(), SocketFlags.None);
        }
        (await push.WithTimeout()).ShouldBe(PushResult.Refused("400 Bad Request", 400));
    }

    [Fact]
    public async Task Push_ErrorTextTimesOut_ReportsTheStatus()
    {
        var result = await PushAsync(
            async context =>
            {
                context.Response.StatusCode = 400;
                await context.Response.Body.FlushAsync();
                await Hang(context);
            },
            options => options.Timeout = TimeSpan.FromSeconds(1));
        result.ShouldBe(PushResult.Refused("400 Bad Request", 400));
    }

    [Fact]
    public async Task Push_ConnectionRefused_IsAFailure()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = new Uri($"http://{closed.LocalEndpoint}");
        closed.Stop();
        using var client = new PushgatewayClient(Scraping.NewRegistry(), new PushgatewayOptions { Url = address, Job = "j" });

        var result = await client.PushAsync().WithTimeout();

        result.IsTransient.ShouldBeTrue();
        result.Cause!.ShouldContain("refused");
    }

    [Fact]
    public async Task Push_NoResponse_IsAFailureAtTheTimeout()
    {
        var result = await PushAsync(Hang, options => options.Timeout = TimeSpan.FromMilliseconds(200));
        result.ShouldBe(PushResult.Failed("no response within 0.2 s"));
    }

    [Fact]
    public async Task Push_CallerCancels_Throws()
    {
        using var cancel = new CancellationTokenSource();
        await using var peer = await Peer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Hang(context);
        });
        using var client = new PushgatewayClient(Scraping.NewRegistry(), new PushgatewayOptions { Url = peer.Address, Job = "j" });
        await Should.ThrowAsync<OperationCanceledException>(client.PushAsync(cancel.Token).WithTimeout());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Push_Body_IsTheTextWithItsType(bool compress)
    {
        string help = new('x', 2000); // Less than 1 KiB is never compressed.
        string? body = null;
        IHeaderDictionary headers = new HeaderDictionary();
        var result = await PushAsync(
            async context =>
            {
                foreach (var header in context.Request.Headers)
                    headers.Add(header);
                await using var stream = compress ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
                body = await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync();
            },
            options => (options.Compress, options.BearerToken) = (compress, "abc"),
            help);

        result.IsSuccess.ShouldBeTrue();
        body.ShouldBe($"# HELP pushed_total {help}\n# TYPE pushed_total counter\npushed_total 3\n");
        headers.ContentType.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        headers.ContentEncoding.ToString().ShouldBe(compress ? "gzip" : "");
        (headers.ContentLength < 1000).ShouldBe(compress);
        headers.Authorization.ToString().ShouldBe("Bearer abc");
        headers.UserAgent.ToString().ShouldStartWith("Vernier/");
    }

    [Fact]
    public async Task Requests_EachMethod_HasItsVerbAndPath()
    {
        var requests = new List<string>();
        await using var peer = await Peer.StartAsync(context =>
        {
            requests.Add($"{context.Request.Method} {context.Request.Path} {context.Request.ContentLength}");
            return Task.CompletedTask;
        });
        using var client = new PushgatewayClient(Registry(), new PushgatewayOptions { Url = peer.Address, Job = "a/b", Instance = "" });
        await client.PushAsync();
        await client.PushAddAsync();
        await client.DeleteAsync();
        const string path = "/metrics/job@base64/YS9i/instance@base64/=";
        requests.ShouldBe([$"PUT {path} 71", $"POST {path} 71", $"DELETE {path} "]);
    }

    private static Task Respond(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }

    private static Task Hang(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private static MetricRegistry Registry(string help = "Pushed.")
    {
        var registry = Scraping.NewRegistry();
        registry.Counter("pushed_total", help).Inc(3);
        return registry;
    }

    private static async Task<PushResult> PushAsync(RequestDelegate respond, Action<PushgatewayOptions>? configure = null, string help = "Pushed.")
    {
        await using var peer = await Peer.StartAsync(respond);
        var options = new PushgatewayOptions { Url = peer.Address, Job = "j" };
        configure?.Invoke(options);
        using var client = new PushgatewayClient(Registry(help), options);
        return await client.PushAsync().WithTimeout();
    }
}
