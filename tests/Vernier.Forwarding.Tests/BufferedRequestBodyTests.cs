using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

public class BufferedRequestBodyTests
{
    private const int Max = 1_000_000;

    private readonly BodyBudget _budget = new(2_000_000);
    private readonly Channel<(BodyReadOutcome Outcome, byte[] Bytes, long Used)> _bodies = Channel.CreateUnbounded<(BodyReadOutcome, byte[], long)>();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    [InlineData(Max)]
    public async Task Read_CompleteBody_HasItsBytesAndReturnsTheMemory(int length)
    {
        var sent = new byte[length];
        Random.Shared.NextBytes(sent);
        await using var server = await KestrelServer.StartAsync(HandleAsync);
        using var client = new HttpClient();

        (await client.PostAsync(server.Address, new ByteArrayContent(sent))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var (outcome, bytes, used) = await _bodies.Reader.ReadAsync();

        outcome.ShouldBe(BodyReadOutcome.Complete);
        bytes.ShouldBe(sent);
        used.ShouldBeInRange(length, Math.Max(4096, length * 2 + 65536));
        _budget.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Read_LargeLengthIsAnnounced_OnlyArrivedBytesUseMemory()
    {
        var waiting = new TaskCompletionSource();
        await using var server = await KestrelServer.StartAsync(async http =>
        {
            waiting.SetResult();
            await HandleAsync(http);
        });
        using var socket = await ConnectAsync(server);

        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Max}\r\n\r\n"));
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _budget.UsedBytes.ShouldBe(0);
        await socket.SendAsync(new byte[1000]);
        await Waiting.UntilAsync(() => _budget.UsedBytes > 0, "the first segment");

        _budget.UsedBytes.ShouldBe(4096);
        socket.Dispose();
        (await _bodies.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Outcome.ShouldBe(BodyReadOutcome.Disconnected);
        _budget.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Read_NothingHasArrived_UsesNoMemoryAndSetsTheLimitOfTheServer()
    {
        var limit = new Limit { MaxRequestBodySize = 30_000_000 };
        var usedAtFirstRead = -1L;
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);
        http.Request.Body = new ObservedStream(() => usedAtFirstRead = usedAtFirstRead < 0 ? _budget.UsedBytes : usedAtFirstRead);

        var (outcome, body, _) = await BufferedRequestBody.ReadAsync(http, _budget, Max);

        outcome.ShouldBe(BodyReadOutcome.Complete);
        body.ShouldNotBeNull().Dispose();
        usedAtFirstRead.ShouldBe(0);
        limit.MaxRequestBodySize.ShouldBe(Max);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_BodyIsLargerThanTheLimit_IsTooLarge(bool announcesLength)
    {
        await using var server = await KestrelServer.StartAsync(HandleAsync);
        using var socket = await ConnectAsync(server);

        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: a\r\n{(announcesLength ? $"Content-Length: {Max + 1}" : "Transfer-Encoding: chunked")}\r\n\r\n{(announcesLength ? "" : $"{Max + 1:x}\r\n")}"));
        await socket.SendAsync(new byte[Max + 1]);

        (await _bodies.Reader.ReadAsync()).Outcome.ShouldBe(BodyReadOutcome.TooLarge);
        _budget.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Read_OthersUseTheBudget_IsExhaustedUntilTheyEnd()
    {
        await using var server = await KestrelServer.StartAsync(HandleAsync);
        using var client = new HttpClient();
        _budget.TryTake(1_950_000).ShouldBeTrue();

        await client.PostAsync(server.Address, new ByteArrayContent(new byte[100_000]));
        (await _bodies.Reader.ReadAsync()).Outcome.ShouldBe(BodyReadOutcome.BudgetExhausted);
        _budget.UsedBytes.ShouldBe(1_950_000);
        _budget.Return(1_950_000);
        await client.PostAsync(server.Address, new ByteArrayContent(new byte[100_000]));

        (await _bodies.Reader.ReadAsync()).Outcome.ShouldBe(BodyReadOutcome.Complete);
        _budget.UsedBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData("5\r\nhello\r\nFFFFFFFF\r\n")]
    [InlineData("5\r\nhello\r\nxyz\r\n")]
    public async Task Read_ChunkIsInvalid_IsMalformed(string body)
    {
        await using var server = await KestrelServer.StartAsync(HandleAsync);
        using var socket = await ConnectAsync(server);

        await socket.SendAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body));

        (await _bodies.Reader.ReadAsync()).Outcome.ShouldBe(BodyReadOutcome.Malformed);
        _budget.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Read_ClientResets_IsDisconnected()
    {
        var received = new TaskCompletionSource();
        await using var server = await KestrelServer.StartAsync(http =>
        {
            received.SetResult();
            return HandleAsync(http);
        });
        using var socket = await ConnectAsync(server);

        await socket.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"u8.ToArray());
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();

        (await _bodies.Reader.ReadAsync()).Outcome.ShouldBe(BodyReadOutcome.Disconnected);
        _budget.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Content_SentTwice_HasTheSameBytes()
    {
        var sent = new byte[200_000];
        Random.Shared.NextBytes(sent);
        var copies = new List<byte[]>();
        await using var server = await KestrelServer.StartAsync(async http =>
        {
            var (_, body, _) = await BufferedRequestBody.ReadAsync(http, _budget, Max);
            using var content = body.ShouldNotBeNull().CreateContent();
            content.Headers.ContentLength.ShouldBe(sent.Length);
            for (var i = 0; i < 2; i++)
            {
                var copy = new MemoryStream();
                await content.CopyToAsync(copy);
                copies.Add(copy.ToArray());
            }
            body.Dispose();
        });
        using var client = new HttpClient();

        (await client.PostAsync(server.Address, new ByteArrayContent(sent))).StatusCode.ShouldBe(HttpStatusCode.OK);

        copies.ShouldBe([sent, sent]);
    }

    [Fact]
    public async Task Forward_DestinationRespondsEarlyOverHttp2_BodyIsReturnedOnlyWhenItIsNoLongerSent()
    {
        var wasIdle = new TaskCompletionSource<bool>();
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                await http.Response.WriteAsync("early");
                await http.Response.CompleteAsync();
                await http.Request.Body.CopyToAsync(Stream.Null);
            },
            Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var server = await KestrelServer.StartAsync(async http =>
        {
            using var body = (await BufferedRequestBody.ReadAsync(http, _budget, Max)).Body.ShouldNotBeNull();
            using var content = (ForwardedContent)body.CreateContent();
            using var request = new HttpRequestMessage(HttpMethod.Post, destination.Address)
            {
                Content = content,
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            await new HttpForwarder(TimeProvider.System).ForwardAsync(http, invoker, request, new ForwarderOptions { AllowDuplex = true });
            wasIdle.SetResult(content.IsIdle);
        });
        using var client = new HttpClient();

        await client.PostAsync(server.Address, new ByteArrayContent(new byte[Max]));

        (await wasIdle.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        _budget.UsedBytes.ShouldBe(0);
    }

    private static async Task<Socket> ConnectAsync(KestrelServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        return socket;
    }

    private sealed class Limit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }

    private sealed class ObservedStream(Action read) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            read();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }

    private async Task HandleAsync(HttpContext http)
    {
        var (outcome, body, _) = await BufferedRequestBody.ReadAsync(http, _budget, Max);
        var used = _budget.UsedBytes;
        var bytes = body?.Bytes.ToArray() ?? [];
        body?.Dispose();
        body?.Dispose();
        _bodies.Writer.TryWrite((outcome, bytes, used));
    }
}
