using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

public class ForwardingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_LargeBodies_ArriveUnchangedInBothDirections(bool http2)
    {
        var sent = new byte[5_000_000];
        Random.Shared.NextBytes(sent);
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                await http.Response.Body.WriteAsync(body.ToArray());
            },
            http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        var observer = new CountingObserver();
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, observer: observer, http2: http2);

        var response = await proxy.Client.PostAsync("/a?b=%20", new ByteArrayContent(sent));
        var received = await response.Content.ReadAsByteArrayAsync();
        var result = await proxy.ResultAsync();

        received.ShouldBe(sent);
        result.ShouldBe(new ForwarderResult(ForwarderOutcome.None) { StatusCode = 200, RequestBytes = sent.Length, ResponseBytes = sent.Length });
        (observer.Request, observer.Response, observer.Responses).ShouldBe((sent.Length, sent.Length, 1));
    }

    [Fact]
    public async Task Forward_RequestBodyOfUnknownLength_ArrivesWhileItIsSent()
    {
        var first = new TaskCompletionSource();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            await http.Request.Body.ReadExactlyAsync(new byte[5]);
            first.SetResult();
            http.Response.Headers["x-rest"] = await new StreamReader(http.Request.Body).ReadToEndAsync();
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"u8.ToArray());
        await first.Task.WaitAsync(Limit);
        await socket.SendAsync("2\r\n!!\r\n0\r\n\r\n"u8.ToArray());

        (await ForwardingProxy.ReadToEndAsync(socket)).ShouldContain("x-rest: !!");
    }

    [Fact]
    public async Task Forward_EventStream_HeadersAndEachEventArriveAtOnce()
    {
        var steps = new SemaphoreSlim(0);
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await steps.WaitAsync(Limit);
            await http.Response.WriteAsync("data: 1\n\n");
            await steps.WaitAsync(Limit);
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
        steps.Release();
        var body = await response.Content.ReadAsStreamAsync();
        var line = new byte[9];
        await body.ReadExactlyAsync(line).AsTask().WaitAsync(Limit);
        steps.Release();

        Encoding.ASCII.GetString(line).ShouldBe("data: 1\n\n");
        (await proxy.ResultAsync()).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task Forward_BidirectionalStream_BothDirectionsMoveAtOnce()
    {
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                await http.Response.Body.FlushAsync();
                var buffer = new byte[100];
                while (await http.Request.Body.ReadAsync(buffer) is var read and > 0)
                    await http.Response.Body.WriteAsync(buffer.AsMemory(0, read));
            },
            HttpProtocols.Http2);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, new ForwarderOptions { AllowDuplex = true }, http2: true);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"u8.ToArray());
        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains("\r\na\r\n", StringComparison.Ordinal))
            text += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Limit));
        await socket.SendAsync("1\r\nb\r\n0\r\n\r\n"u8.ToArray());

        (await ForwardingProxy.ReadToEndAsync(socket)).ShouldBe("1\r\nb\r\n0\r\n\r\n");
        (await proxy.ResultAsync()).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Forward_DestinationRespondsWithAnotherStatus_IsASuccessOfTheForwarder(int status)
    {
        await using var destination = await KestrelServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("why");
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        var response = await proxy.Client.GetAsync("/");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe("why");
        (await proxy.ResultAsync()).ShouldBe(new ForwarderResult(ForwarderOutcome.None) { StatusCode = status, ResponseBytes = 3 });
    }

    [Fact]
    public async Task Forward_DestinationIsDown_Is502()
    {
        await using var proxy = await ForwardingProxy.StartAsync(new Uri("http://127.0.0.1:1"));

        var response = await proxy.Client.PostAsync("/", new StringContent("body"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var result = await proxy.ResultAsync();
        (result.Outcome, result.StatusCode).ShouldBe((ForwarderOutcome.Request, null));
        result.Exception.ShouldBeOfType<HttpRequestException>();
    }

    [Theory]
    [InlineData("this is not HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("")]
    public async Task Forward_DestinationSendsInvalidHeaders_Is502(string bytes)
    {
        using var destination = new RawDestination(bytes);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        var response = await proxy.Client.GetAsync("/");

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nx-partial: a\r\n\r\n", false)]
    public async Task Forward_DestinationEndsInTheMiddleOfItsBody_ClientSeesAFailure(string bytes, bool hasStarted)
    {
        using var destination = new RawDestination(bytes);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        var call = proxy.Client.GetAsync("/");
        if (hasStarted)
            await Should.ThrowAsync<HttpRequestException>(() => call);
        else
            ((await call).StatusCode, (await call).Headers.Contains("x-partial")).ShouldBe((HttpStatusCode.BadGateway, false));
        var result = await proxy.ResultAsync();

        (result.Outcome, result.StatusCode, result.ResponseBytes).ShouldBe((ForwarderOutcome.ResponseBodyDestination, 200, hasStarted ? 5 : 0));
    }

    [Fact]
    public async Task Forward_DestinationClosesWhileItReceivesTheBody_Is502()
    {
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            await http.Request.Body.ReadExactlyAsync(new byte[5]);
            http.Abort();
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        var response = await proxy.Client.PostAsync("/", new ByteArrayContent(new byte[10_000_000]));

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await proxy.ResultAsync()).Outcome.ShouldBeOneOf(ForwarderOutcome.RequestBodyDestination, ForwarderOutcome.ResponseHeaders);
    }

    [Fact]
    public async Task Forward_ClientLeavesBeforeTheResponse_DestinationIsCanceled()
    {
        var received = new TaskCompletionSource();
        var canceled = new TaskCompletionSource();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            using var registration = http.RequestAborted.Register(canceled.SetResult);
            received.SetResult();
            await canceled.Task;
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var leave = new CancellationTokenSource();

        var request = proxy.Client.GetAsync("/", leave.Token);
        await received.Task.WaitAsync(Limit);
        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await canceled.Task.WaitAsync(Limit);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.RequestCanceled);
    }

    [Fact]
    public async Task Forward_ClientLeavesInTheMiddleOfTheResponse_DestinationIsCanceled()
    {
        var canceled = new TaskCompletionSource();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            await http.Response.WriteAsync("first");
            using var registration = http.RequestAborted.Register(canceled.SetResult);
            await canceled.Task;
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        (await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead)).Dispose();

        await canceled.Task.WaitAsync(Limit);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseBodyClient);
    }

    [Fact]
    public async Task Forward_DestinationIsIdleBeforeItsResponse_Is504()
    {
        var time = new ManualTime();
        var received = new TaskCompletionSource();
        using var end = new CancellationTokenSource();
        await using var destination = await KestrelServer.StartAsync(http =>
        {
            received.SetResult();
            return Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, new ForwarderOptions { ActivityTimeout = TimeSpan.FromSeconds(10) }, time: time);

        var call = proxy.Client.GetAsync("/");
        await received.Task.WaitAsync(Limit);
        time.Advance(TimeSpan.FromSeconds(10));

        (await call.WaitAsync(Limit)).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.RequestTimedOut);
        await end.CancelAsync();
    }

    [Fact]
    public async Task Forward_DestinationIsIdleInItsResponse_OnlyIdleTimeCounts()
    {
        var time = new ManualTime();
        var steps = new SemaphoreSlim(0);
        using var end = new CancellationTokenSource();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            for (var i = 0; i < 3; i++)
            {
                await http.Response.WriteAsync("tick");
                await steps.WaitAsync(end.Token);
            }
            await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var observer = new CountingObserver();
        await using var proxy = await ForwardingProxy.StartAsync(
            destination.Address, new ForwarderOptions { ActivityTimeout = TimeSpan.FromSeconds(10) }, observer, time);

        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        for (var i = 0; i < 3; i++)
        {
            await body.ReadExactlyAsync(new byte[4]).AsTask().WaitAsync(Limit);
            await observer.WaitForBytesAsync(4 * (i + 1));
            time.Advance(TimeSpan.FromSeconds(9));
            steps.Release();
        }
        time.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<IOException>(() => body.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Limit));

        var result = await proxy.ResultAsync();
        (result.Outcome, result.ResponseBytes, result.FailureStatus).ShouldBe((ForwarderOutcome.ResponseBodyTimedOut, 12, 504));
        await end.CancelAsync();
    }

    [Fact]
    public async Task Forward_ClientStopsSendingItsBody_Is408AndNotAFailureOfTheDestination()
    {
        var time = new ManualTime();
        var received = new TaskCompletionSource();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            await http.Request.Body.ReadExactlyAsync(new byte[5]);
            received.SetResult();
            await http.Request.Body.ReadExactlyAsync(new byte[5]);
        });
        var observer = new CountingObserver();
        await using var proxy = await ForwardingProxy.StartAsync(
            destination.Address, new ForwarderOptions { ActivityTimeout = TimeSpan.FromSeconds(10) }, observer, time);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello"u8.ToArray());
        await received.Task.WaitAsync(Limit);
        await observer.SentAsync(5);
        time.Advance(TimeSpan.FromSeconds(10));

        (await ForwardingProxy.ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 408");
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.RequestBodyClientTimedOut);
    }

    [Fact]
    public async Task Forward_ManyParts_UsesOneTimer()
    {
        var time = new TimerCounter();
        await using var destination = await KestrelServer.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            for (var i = 0; i < 200; i++)
            {
                await http.Response.WriteAsync("part");
                await http.Response.Body.FlushAsync();
            }
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, time: time);

        (await (await proxy.Client.PostAsync("/", new ByteArrayContent(new byte[1_000_000]))).Content.ReadAsStringAsync()).Length.ShouldBe(800);
        (await proxy.ResultAsync()).IsSuccess.ShouldBeTrue();

        time.Timers.ShouldBe(1);
    }

    private sealed class TimerCounter : TimeProvider
    {
        private int _timers;

        public int Timers => _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
