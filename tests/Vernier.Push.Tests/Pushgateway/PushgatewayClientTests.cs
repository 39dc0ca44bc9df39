using Vernier.Push.Pushgateway;
using Vernier.Push.Tests.Http;
using Vernier.Testing;

namespace Vernier.Push.Tests.Pushgateway;

public class PushgatewayClientTests
{
    // Otherwise each push that times out while a callback hangs would block one more thread, and be rendered once the callback returns.
    [Fact(Timeout = Threads.Timeout)]
    public async Task PushAsync_CanceledWhileACallbackHangs_IsNotRenderedLater()
    {
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask);
        var registry = Scraping.NewRegistry();
        using var callback = new BlockingCallback(registry);
        using var client = new PushgatewayClient(registry, new PushgatewayOptions { Url = peer.Address, Job = "shop" });
        using var cancellation = new CancellationTokenSource();
        var first = client.PushAsync(cancellation.Token);
        await callback.Entered();
        var second = client.PushAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);

        callback.Release();
        (await client.PushAsync(TestContext.Current.CancellationToken)).IsSuccess.ShouldBeTrue();
        callback.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task DisposePusher_ItsClient_IsDisposed()
    {
        var pusher = new PushgatewayPusher(Scraping.NewRegistry(), new PushgatewayOptions { Url = new Uri("http://127.0.0.1:9"), Job = "shop" });
        await pusher.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(pusher.Client.PushAsync(TestContext.Current.CancellationToken));
    }
}
