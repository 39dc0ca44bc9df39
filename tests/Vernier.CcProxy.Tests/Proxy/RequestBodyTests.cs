using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Proxy;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Proxy;

public class RequestBodyTests
{
    [Fact]
    public async Task Post_OnlyTheLengthHasArrived_UsesNoMemory()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        var budget = app.Services.GetRequiredService<BodyLimits>().Budget;
        using var client = await ConnectAsync(app);

        await client.SendAsync("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n"u8.ToArray());
        await app.Hook.NextAsync(HookEvent.RequestStarted);
        budget.UsedBytes.ShouldBe(0);
        await client.SendAsync("{\"model\":"u8.ToArray());

        await Waiting.UntilAsync(() => budget.UsedBytes > 0, "the first bytes arrive");
        budget.UsedBytes.ShouldBe(4096);
        client.Dispose();
        await app.Hook.EndAsync();
        await Waiting.UntilAsync(() => budget.UsedBytes == 0, "the memory is returned");
    }

    [Fact]
    public async Task Post_BodiesInFlightUseAllMemory_Is503UntilOneEnds()
    {
        var release = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await release.Task;
            await ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url, "max_request_body_bytes=100000", "max_buffered_body_bytes=150000");
        var body = $$"""{"model":"m","x":"{{new string('x', 90_000)}}"}""";

        var first = app.PostAsync("/v1/messages", body);
        await app.Hook.NextAsync(HookEvent.ProviderRequestSent);
        using var second = await app.PostAsync("/v1/messages", body);
        await app.Hook.EndAsync();
        release.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Hook.EndAsync();
        using var third = await app.PostAsync("/v1/messages", body);
        await app.Hook.EndAsync();

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter.ShouldNotBeNull();
        (await second.Content.ReadAsStringAsync()).ShouldContain("overloaded_error");
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_errors_total", ("error_type", "service_unavailable"), ("service_type", "unknown")).ShouldBe(1);
        scrape.Total("ccproxy_errors_total").ShouldBe(1);
        await Waiting.UntilAsync(() => app.Services.GetRequiredService<BodyLimits>().Budget.UsedBytes == 0, "the memory is returned");
    }

    [Fact]
    public async Task Post_BodyExceedsTheConfiguredLimit_Is413()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1", "max_request_body_bytes=1000");

        using var response = await app.PostAsync("/v1/messages", $$"""{"model":"{{new string('m', 1000)}}"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).ShouldContain("1000 bytes");
    }

    [Theory]
    [InlineData("FFFFFFFF\r\n")]
    [InlineData("5\r\n{\"mod\r\nxyz\r\n")]
    public async Task Post_ChunkIsInvalid_Is400AndNeverReachesTheProvider(string chunks)
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        using var client = await ConnectAsync(app);

        await client.SendAsync(Encoding.ASCII.GetBytes("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
        var buffer = new byte[4096];
        var response = Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer));
        await app.Hook.EndAsync();

        response.ShouldStartWith("HTTP/1.1 400");
        app.Hook.SeenOfRequests.ShouldBe([HookEvent.RequestStarted, HookEvent.RequestFailed]);
        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", "validation")).ShouldBe(1);
    }

    [Fact]
    public void Parse_BodyInManySegments_FindsModelAndStream()
    {
        var text = """{"messages":[{"content":"\"model\":\"no\""}],"model":"a-model-name","nested":{"model":"no","stream":false},"stream":true}""";
        for (var size = 1; size < 20; size++)
            PromptRequest.Parse(Segments(Encoding.UTF8.GetBytes(text), size)).ShouldBe(new PromptRequest("a-model-name", true));
    }

    [Theory]
    [InlineData("""{"model":"m"} x""")]
    [InlineData("""{"model":"m" """)]
    [InlineData("[]")]
    [InlineData("")]
    public void Parse_NotAJsonObject_Throws(string text) =>
        Should.Throw<JsonException>(() => PromptRequest.Parse(Segments(Encoding.UTF8.GetBytes(text), 3)));

    private static async Task<Socket> ConnectAsync(CcProxyApp app)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port);
        return socket;
    }

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        var first = new Segment(default, 0);
        var last = first;
        foreach (var part in bytes.Chunk(size))
            last = last.Append(part);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
