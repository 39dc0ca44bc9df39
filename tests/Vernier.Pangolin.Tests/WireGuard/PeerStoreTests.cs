using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.WireGuard;

namespace Vernier.Pangolin.Tests.WireGuard;

public class PeerStoreTests
{
    private static readonly AddressRange Range = new(IPNetwork.Parse("10.213.0.0/28"));

    [Fact]
    public async Task AssignAsync_Sites_GetTheLowestFreeAddressesAndKeepThem()
    {
        await using var host = await PangolinHost.StartAsync();
        await AddSitesAsync(host, 4);
        var store = host.Services.GetRequiredService<PeerStore>();
        (await AssignAsync(store, "s-0")).ShouldBe("10.213.0.2");
        (await AssignAsync(store, "s-1")).ShouldBe("10.213.0.3");
        (await AssignAsync(store, "s-2")).ShouldBe("10.213.0.4");
        (await AssignAsync(store, "s-1")).ShouldBe("10.213.0.3");
        await host.DeleteSiteAsync("s-1");
        (await AssignAsync(store, "s-3")).ShouldBe("10.213.0.3");
        (await store.SitesAsync(TestContext.Current.CancellationToken)).ShouldBe(["s-0", "s-2", "s-3"]);
    }

    [Fact]
    public async Task AssignAsync_OtherNetwork_AssignsAnotherAddress()
    {
        await using var host = await PangolinHost.StartAsync();
        await AddSitesAsync(host, 1);
        var store = host.Services.GetRequiredService<PeerStore>();
        await AssignAsync(store, "s-0");
        (await AssignAsync(store, "s-0", new AddressRange(IPNetwork.Parse("10.99.0.0/16")))).ShouldBe("10.99.0.2");
    }

    [Fact]
    public async Task AssignAsync_NetworkIsFull_Throws()
    {
        await using var host = await PangolinHost.StartAsync();
        await AddSitesAsync(host, 7);
        var store = host.Services.GetRequiredService<PeerStore>();
        for (var i = 0; i < 6; i++)
            (await AssignAsync(store, $"s-{i}")).ShouldBe($"10.213.0.{i + 2}");
        var exception = await Should.ThrowAsync<WireGuardException>(() => AssignAsync(store, "s-6"));
        exception.Message.ShouldBe("No address for the site s-6 is free; all 6 are in use. Set a larger wireguard.network.");
    }

    private static async Task AddSitesAsync(PangolinHost host, int count)
    {
        for (var i = 0; i < count; i++)
            await host.AddSiteAsync($"s-{i}");
    }

    private static async Task<string> AssignAsync(PeerStore store, string siteId, AddressRange? range = null) =>
        (await store.AssignAsync(siteId, "key", range ?? Range, TestContext.Current.CancellationToken)).ToString();
}
