using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.Forwarding.Tests;

/// <summary>A request body that breaks must never be reported as a success: the client gets 4xx, or its connection ends without a complete response.</summary>
public class BrokenRequestBodyTests
{
    // What follows on the connection could be another request for the next proxy.
    [Theory]
    [InlineData("Content-Length")]
    [InlineData("X-Content-Length")]
    public async Task FindError_LengthAndTransferEncoding_ClosesTheConnection(string name)
    {
        await using var server = await KestrelServer.StartAsync(http =>
        {
            http.Response.StatusCode = RequestFraming.FindError(http).ShouldNotBeNull().StatusCode;
            return Task.CompletedTask;
        });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\n{name}: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        var text = await ForwardingProxy.ReadToEndAsync(socket);
        text.ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");
        text.ShouldContain("\r\nConnection: close\r\n");
    }

    private const string Chunked = "POST /studies HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string, bool> Malformed { get; } = new()
    {
        { Chunked + "5\r\nhello\r\nFFFFFFFF\r\nworld", false },
        { Chunked + "FFFFFFFF\r\nworld", false },
        { Chunked + "FFFFFFFFFFFFFFFFF\r\nworld", false },
        { Chunked + "5\r\nhello\r\nxyz\r\n", false },
        { Chunked + "5\r\nhelloXX0\r\n\r\n", false },
        { Chunked + "10\r\nhello", true },
        { Chunked + "5\r\nhello\r\n", true },
        { Chunked + "5\r\nhello", true },
        { "POST /studies HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello", true },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformed_IsNotASuccess(string request, bool endsConnection) => ExpectFailureAsync(request, endsConnection, http2: false, Read);

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformedAndDestinationUsesHttp2_IsNotASuccess(string request, bool endsConnection) =>
        ExpectFailureAsync(request, endsConnection, http2: true, Read);

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformedAndDestinationRespondsEarly_IsNotASuccess(string request, bool endsConnection) =>
        ExpectFailureAsync(request, endsConnection, http2: false, RespondEarly);

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformedAndDestinationRespondsEarlyOverHttp2_IsNotASuccess(string request, bool endsConnection) =>
        ExpectFailureAsync(request, endsConnection, http2: true, RespondEarly);

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformedAndDestinationIgnoresIt_IsNotASuccess(string request, bool endsConnection) =>
        ExpectFailureAsync(request, endsConnection, http2: true, _ => Task.CompletedTask);

    [Theory]
    [MemberData(nameof(Malformed))]
    public Task Post_BodyIsMalformedAfterExpectContinue_IsNotASuccess(string request, bool endsConnection) =>
        ExpectFailureAsync(request, endsConnection, http2: false, Read, new ForwarderOptions(), expectContinue: true);

    [Fact]
    public async Task Post_BodyIsMalformedAfterADuplexResponseHasStarted_ConnectionIsAborted()
    {
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                await http.Response.WriteAsync("early");
                await http.Response.Body.FlushAsync();
                await http.Request.Body.CopyToAsync(Stream.Null);
            },
            HttpProtocols.Http2);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, new ForwarderOptions { AllowDuplex = true }, http2: true);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(Chunked + "5\r\nhello\r\n"));
        var start = new byte["HTTP/1.1 200 OK".Length];
        (await socket.ReceiveAsync(start)).ShouldBe(start.Length);
        await socket.SendAsync("FFFFFFFF\r\n"u8.ToArray());
        var rest = await ForwardingProxy.ReadToEndAsync(socket);

        Encoding.ASCII.GetString(start).ShouldBe("HTTP/1.1 200 OK");
        rest.ShouldNotEndWith("0\r\n\r\n");
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.RequestBodyClient);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_ClientResetsInTheMiddle_DestinationSeesAnIncompleteBody(bool http2)
    {
        var received = new TaskCompletionSource();
        var seen = new TaskCompletionSource<bool>();
        await using var destination = await KestrelServer.StartAsync(http => ObserveAsync(http, received, seen), http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, http2: http2);
        using (var socket = await proxy.ConnectAsync())
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(Chunked + "5\r\nhello\r\n"));
            await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
            socket.LingerState = new LingerOption(true, 0);
        }

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
        (await proxy.ResultAsync()).Outcome.ShouldBeOneOf(ForwarderOutcome.RequestCanceled, ForwarderOutcome.RequestBodyClient);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_Http2ClientResetsItsStream_DestinationSeesAnIncompleteBody(bool http2)
    {
        var received = new TaskCompletionSource();
        var seen = new TaskCompletionSource<bool>();
        await using var destination = await KestrelServer.StartAsync(http => ObserveAsync(http, received, seen), http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, http2: http2, protocols: HttpProtocols.Http2);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FailingContent(received.Task),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await Should.ThrowAsync<HttpRequestException>(() => proxy.Client.SendAsync(request));

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
        (await proxy.ResultAsync()).Outcome.ShouldBeOneOf(ForwarderOutcome.RequestCanceled, ForwarderOutcome.RequestBodyClient);
    }

    [Fact]
    public async Task Post_ContentLengthIsInvalid_Is400AndGoesNowhere()
    {
        await using var destination = await KestrelServer.StartAsync(_ => throw new InvalidOperationException());
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\nhello"u8.ToArray());

        (await ForwardingProxy.ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task Post_BodyIsMalformed_TheConnectionIsNotReused()
    {
        await using var destination = await KestrelServer.StartAsync(Read);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(Chunked + "FFFFFFFF\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));
        var text = await ForwardingProxy.ReadToEndAsync(socket);

        text.ShouldStartWith("HTTP/1.1 400");
        text.Split("HTTP/1.1").Length.ShouldBe(2);
    }

    private static async Task ExpectFailureAsync(
        string request, bool endsConnection, bool http2, RequestDelegate handler, ForwarderOptions? options = null, bool expectContinue = false)
    {
        var completed = 0;
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                await handler(http);
                if (handler == Read)
                    completed++;
            },
            http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, options, http2: http2, expectContinue: expectContinue);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        if (endsConnection)
            socket.Shutdown(SocketShutdown.Send);
        var text = await ForwardingProxy.ReadToEndAsync(socket);
        var result = await proxy.ResultAsync();

        if (text.Length > 0)
            text.ShouldStartWith("HTTP/1.1 4");
        if (!endsConnection)
            text.ShouldStartWith("HTTP/1.1 400");
        result.Outcome.ShouldBeOneOf(
            endsConnection ? [ForwarderOutcome.RequestBodyClient, ForwarderOutcome.RequestCanceled] : [ForwarderOutcome.RequestBodyClient]);
        result.Exception.ShouldNotBeNull();
        completed.ShouldBe(0);
    }

    private static async Task Read(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        await http.Response.WriteAsync("stored");
    }

    private static async Task RespondEarly(HttpContext http)
    {
        await http.Response.WriteAsync("early");
        await http.Response.Body.FlushAsync();
    }

    private static async Task ObserveAsync(HttpContext http, TaskCompletionSource received, TaskCompletionSource<bool> isComplete)
    {
        try
        {
            await http.Request.Body.ReadExactlyAsync(new byte[5]);
            received.SetResult();
            await http.Request.Body.CopyToAsync(Stream.Null);
            isComplete.SetResult(true);
        }
        catch (Exception)
        {
            isComplete.SetResult(false);
        }
    }

    /// <summary>Sends five bytes and fails after the destination has received them.</summary>
    private sealed class FailingContent(Task received) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[5]);
            await stream.FlushAsync();
            await received;
            throw new IOException("The client fails.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
