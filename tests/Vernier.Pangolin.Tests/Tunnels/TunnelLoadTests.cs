using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

/// <summary>Many or large requests at the same time through one tunnel.</summary>
public class TunnelLoadTests
{
    private const int Megabyte = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_ThousandAtTheSameTimeWithASlowOne_AllSucceed()
    {
        var release = new TaskCompletionSource();
        var waiting = 0;
        var all = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (http.Request.Path == "/slow")
            {
                await release.Task;
            }
            else
            {
                // All of them are in progress at the same time.
                if (Interlocked.Increment(ref waiting) == 1_000)
                    all.SetResult();
                await all.Task;
            }
            await http.Response.WriteAsync(http.Request.Path);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        var slow = host.GetAsync("s-a", "web", "/slow");
        var requests = Enumerable.Range(0, 1_000).Select(i => host.GetAsync("s-a", "web", $"/{i}")).ToList();
        (await Task.WhenAll(requests).WithTimeout()).ShouldBe(Enumerable.Range(0, 1_000).Select(i => $"/{i}"));
        slow.IsCompleted.ShouldBeFalse();
        release.SetResult();
        (await slow.WithTimeout()).ShouldBe("/slow");
    }

    [Fact]
    public async Task Uploads_ThirtyStalled_DoNotBlockOthers()
    {
        // Keeps the requests alive: nothing else refers to a connection that neither receives nor sends, so it would be collected, and its socket closed.
        var never = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (http.Request.Path == "/stalled")
                await never.Task.WaitAsync(http.RequestAborted);
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            await http.Response.WriteAsync($"{body.Length}");
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var canceled = new CancellationTokenSource();
        var sent = new long[30];
        var stalled = sent.Select((_, i) => host.Hub.Find("s-a")!.Client.SendAsync(
            SiteRequest.To("web", "/stalled", HttpMethod.Post, new StreamContent(new EndlessStream(bytes => Volatile.Write(ref sent[i], bytes)))), canceled.Token)).ToList();
        await WaitUntilStalledAsync(() => sent.Sum());

        using var response = await host.SendAsync("s-a", SiteRequest.To("web", "/", HttpMethod.Post, new ByteArrayContent(new byte[5 * Megabyte])));
        (await response.Content.ReadAsStringAsync(Cancellation).WithTimeout()).ShouldBe($"{5 * Megabyte}");
        stalled.ShouldAllBe(task => !task.IsCompleted);

        // Each has filled the buffers on its way: the window of its stream, and the sockets to the target.
        sent.Max().ShouldBeLessThan(16 * Megabyte);
        await canceled.CancelAsync();
        foreach (var task in stalled)
            await Should.ThrowAsync<OperationCanceledException>(() => task.WithTimeout());
        GC.KeepAlive(never);
    }

    [Fact]
    public async Task Downloads_TwoHundredUnread_DoNotBlockOthersAndUseBoundedMemory()
    {
        var block = new byte[64 * 1024];
        await using var backend = await Backend.StartAsync(async http =>
        {
            var blocks = http.Request.Path == "/large" ? 1_000 : 80;
            for (var i = 0; i < blocks; i++)
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        (await host.SendAsync("s-a", SiteRequest.To("web"))).Dispose();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var unread = new List<HttpResponseMessage>();
        for (var i = 0; i < 200; i++)
            unread.Add(await host.SendAsync("s-a", SiteRequest.To("web", "/large")));
        await WaitUntilStalledAsync(() => (long)host.Metric("pangolin_tunnel_bytes_total", ("site_id", "s-a"), ("transport", "websocket"), ("direction", "egress")));

        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        (await response.Content.ReadAsByteArrayAsync(Cancellation).WithTimeout()).Length.ShouldBe(80 * 64 * 1024);

        // 200 windows of 256 KiB, twice because both sides and the target are in this process.
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.SendDiagnosticMessage($"200 unread downloads use {used / Megabyte} MiB.");
        used.ShouldBeLessThan(200L * Megabyte);
        foreach (var message in unread)
            message.Dispose();
    }

    [Fact]
    public async Task Bodies_LargeInBothDirections_AreCompleteAndCounted()
    {
        const int Size = 50 * Megabyte;
        var content = new byte[Size];
        new Random(1).NextBytes(content);
        var hash = Convert.ToHexString(SHA256.HashData(content));
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (HttpMethods.IsPost(http.Request.Method))
                await http.Response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(http.Request.Body)));
            else
                await http.Response.Body.WriteAsync(content);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var upload = await host.SendAsync("s-a", SiteRequest.To("web", "/", HttpMethod.Post, new ByteArrayContent(content)));
        (await upload.Content.ReadAsStringAsync(Cancellation).WithTimeout()).ShouldBe(hash);
        using var download = await host.SendAsync("s-a", SiteRequest.To("web"));
        Convert.ToHexString(SHA256.HashData(await download.Content.ReadAsByteArrayAsync(Cancellation).WithTimeout())).ShouldBe(hash);
        foreach (var direction in new[] { "ingress", "egress" })
        {
            // Frame headers add 9 bytes per 16 KiB, and there are window updates.
            var bytes = host.Metric("pangolin_tunnel_bytes_total", ("site_id", "s-a"), ("transport", "websocket"), ("direction", direction));
            bytes.ShouldBeInRange(Size, Size * 1.01);
        }
    }

    [Fact]
    public async Task Response_OneGigabyte_IsStreamed()
    {
        const long Size = 1024L * Megabyte;
        var block = new byte[Megabyte];
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.Response.ContentLength = Size;
            for (var i = 0; i < 1024; i++)
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var response = await host.SendAsync("s-a", SiteRequest.To("web"));
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var buffer = new byte[Megabyte];
        long received = 0, most = 0, measured = 0;
        int read;
        while ((read = await body.ReadAsync(buffer, Cancellation)) > 0)
        {
            received += read;
            if (received - measured < 64 * Megabyte)
                continue;
            // Only what is in use counts: other tests of the process leave garbage, too.
            measured = received;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        received.ShouldBe(Size);
        most.ShouldBeLessThan(200L * Megabyte);
    }

    /// <summary>Waits until a counter does not change for half a second.</summary>
    private static async Task WaitUntilStalledAsync(Func<long> count)
    {
        var last = -1L;
        var since = Stopwatch.StartNew();
        await Waiting.UntilAsync(() =>
        {
            if (count() is var now && now != last)
            {
                last = now;
                since.Restart();
            }
            return last > 0 && since.ElapsedMilliseconds > 500;
        }, "the transfers have stalled");
    }

    /// <summary>A stream without an end that reports how many bytes were read.</summary>
    private sealed class EndlessStream(Action<long> read) : Stream
    {
        private long _bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _bytes += buffer.Length;
            read(_bytes);
            return ValueTask.FromResult(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
