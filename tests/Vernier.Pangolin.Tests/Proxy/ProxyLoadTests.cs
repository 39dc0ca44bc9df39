using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.Tunnels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class ProxyLoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_1000AtOnceWithASlowOneAmongThem_AllSucceed()
    {
        const int Count = 1_000;
        var slow = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (http.Request.Path == "/slow")
                await slow.Task.WithTimeout();
            await http.Response.WriteAsync(http.Request.Path);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        var first = client.GetStringAsync("/slow", Cancellation);
        var others = await Task.WhenAll(Enumerable.Range(0, Count - 1).Select(i => client.GetStringAsync($"/{i}", Cancellation)));
        slow.SetResult();

        others.ShouldBe(Enumerable.Range(0, Count - 1).Select(i => $"/{i}"));
        (await first).ShouldBe("/slow");
        (await host.RequestsAsync(200)).ShouldBe(Count);
        host.Bytes("egress").ShouldBe(others.Sum(text => text.Length) + "/slow".Length);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Requests_StalledUploadsAndUnreadDownloads_DoNotBlockOthers()
    {
        const int Uploads = 30;
        const int Downloads = 200;
        var (uploads, downloads, ended) = (0, 0, 0);
        await using var backend = await Backend.StartAsync(async http =>
        {
            try
            {
                if (http.Request.Path == "/upload")
                {
                    Interlocked.Increment(ref uploads);
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
                }
                else if (http.Request.Path == "/download")
                {
                    Interlocked.Increment(ref downloads);

                    // More than all buffers hold, but not infinite: writes to a closed connection complete at once, and a loop of them would occupy its thread.
                    var part = new byte[64 * 1024];
                    for (var i = 0; i < 1_000; i++)
                        await http.Response.Body.WriteAsync(part, http.RequestAborted);
                }
                else
                {
                    await http.Response.WriteAsync("hello");
                }
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sockets = new List<Socket>();

        for (var i = 0; i < Uploads; i++)
            sockets.Add(await StartAsync(host, $"POST /upload HTTP/1.1\r\nHost: {ProxyClient.Host}\r\nContent-Length: 1000000\r\n\r\n{new string('x', 200_000)}"));
        for (var i = 0; i < Downloads; i++)
            sockets.Add(await StartAsync(host, $"GET /download HTTP/1.1\r\nHost: {ProxyClient.Host}\r\n\r\n"));
        await Waiting.UntilAsync(() => Volatile.Read(ref uploads) == Uploads && Volatile.Read(ref downloads) == Downloads, "all requests are in progress");

        for (var i = 0; i < 20; i++)
            (await client.GetStringAsync("/", Cancellation).WithTimeout()).ShouldBe("hello");

        Volatile.Read(ref ended).ShouldBe(20);
        host.Sum("pangolin_resource_active_connections").ShouldBe(Uploads + Downloads);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(200 * 1024 * 1024);

        // Resets the connections. A close without a reset in the middle of an upload would count as invalid_request or as client_aborted, whichever Kestrel reports first.
        foreach (var socket in sockets)
            socket.Close(timeout: 0);
        (await host.RequestsAsync(200)).ShouldBe(20);
        await Waiting.UntilAsync(() => Volatile.Read(ref ended) == 20 + Uploads + Downloads, "the requests to the backend have ended");

        (await host.RequestsAsync(499)).ShouldBe(Downloads);
        (await host.RequestsAsync(499, method: "POST")).ShouldBe(Uploads);
        host.Sum("pangolin_resource_requests_total").ShouldBe(20 + Uploads + Downloads);
        host.Errors("client_aborted").ShouldBe(Uploads + Downloads);
        host.Sum("pangolin_resource_errors_total").ShouldBe(Uploads + Downloads);
        host.Hub.Find(ProxyClient.Site).ShouldNotBeNull();
    }

    [Fact]
    public async Task Select_Weights_AreProportional()
    {
        await using var host = await PangolinHost.StartAsync();
        var selector = new TargetSelector(new BackendHealth(host.Inventory, new PangolinMetrics(null, TimeProvider.System)));
        var resource = ProxyClient.HttpResource("r", "r.example.test", new Target("a", 3, false, null), new Target("b", 1, false, null), new Target("c", 1000, Draining: true, null));

        var selected = Enumerable.Range(0, 10_000).Select(_ => selector.Select(resource)!.Name).CountBy(name => name).ToDictionary();

        selected.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
        ((double)selected["a"]).ShouldBe(7_500, tolerance: 500);
        selector.Select(resource, ["a"])!.Name.ShouldBe("b");
        selector.Select(resource, ["a", "b"]).ShouldBeNull();
    }

    private static async Task<Socket> StartAsync(PangolinHost host, string request)
    {
        var socket = await ProxyClient.ConnectAsync(host.Proxy().Address, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        return socket;
    }
}
