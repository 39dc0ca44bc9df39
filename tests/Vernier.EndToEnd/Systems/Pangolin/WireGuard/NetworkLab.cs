using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>
/// Networks in namespaces: a server with a public address, and a site and a client behind a NAT router each. The routers masquerade with nft and drop what
/// comes from outside without a connection. Another router connects the three public networks.
/// </summary>
internal sealed class NetworkLab : IAsyncDisposable
{
    public const string ServerAddress = "198.51.100.2";

    private const string Nat = """
        table ip lab {
            chain postrouting { type nat hook postrouting priority srcnat; oifname "wan" masquerade; }
            chain input { type filter hook input priority filter; iifname "wan" ct state established accept; iifname "wan" drop; }
        }
        """;

    private static int _count;

    private readonly List<NetworkNamespace> _created = [];
    private NetworkNamespace? _internet;

    /// <summary>The number of the lab among those of this process.</summary>
    public int Number { get; } = Interlocked.Increment(ref _count);

    public NetworkNamespace Server { get; private set; } = null!;

    public NetworkNamespace Site { get; private set; } = null!;

    public NetworkNamespace Client { get; private set; } = null!;

    private NetworkNamespace Internet => _internet!;

    /// <summary>Returns why the tests cannot run on this machine; null if they can.</summary>
    public static string? Unavailable => !OperatingSystem.IsLinux() ? "network namespaces require Linux"
        : Environment.IsPrivilegedProcess ? null : "network namespaces require root";

    public static async Task<NetworkLab> CreateAsync()
    {
        await NetworkNamespace.DeleteLeftBehindAsync();
        var lab = new NetworkLab();
        try
        {
            await lab.BuildAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drops all UDP packets between the public networks, in both directions, or no longer.</summary>
    /// <param name="isCut">Whether packets are dropped.</param>
    /// <param name="port">The UDP port of the packets, as source or destination.</param>
    public Task CutUdpAsync(bool isCut, int port) => NftAsync(Internet, isCut
        ? $$"""
            table ip cut {
                chain forward { type filter hook forward priority filter; udp sport {{port}} drop; udp dport {{port}} drop; }
            }
            """
        : "delete table ip cut");

    /// <summary>Returns the bytes that the server has received and sent on its network interface.</summary>
    public async Task<long> ServerBytesAsync()
    {
        var counters = await Server.RunAsync("sh", "-c", "cat /sys/class/net/wan/statistics/rx_bytes /sys/class/net/wan/statistics/tx_bytes");
        return counters.Sum(line => long.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        // The interfaces disappear with their namespaces.
        foreach (var created in Enumerable.Reverse(_created))
            await created.DisposeAsync();
    }

    private async Task BuildAsync()
    {
        _internet = await AddAsync("internet");
        Server = await AddAsync("server");
        Site = await AddAsync("site");
        Client = await AddAsync("client");
        var siteRouter = await AddAsync("site-router");
        var clientRouter = await AddAsync("client-router");
        await ConnectAsync(Server, "wan", $"{ServerAddress}/24", Internet, "server", "198.51.100.1/24");
        await ConnectAsync(siteRouter, "wan", "203.0.113.2/25", Internet, "site", "203.0.113.1/25");
        await ConnectAsync(clientRouter, "wan", "203.0.113.130/25", Internet, "client", "203.0.113.129/25");
        await ConnectAsync(Site, "lan", "192.168.1.2/24", siteRouter, "lan", "192.168.1.1/24");
        await ConnectAsync(Client, "lan", "192.168.2.2/24", clientRouter, "lan", "192.168.2.1/24");
        foreach (var router in (NetworkNamespace[])[Internet, siteRouter, clientRouter])
            await router.ShellAsync("echo 1 > /proc/sys/net/ipv4/ip_forward");
        foreach (var router in (NetworkNamespace[])[siteRouter, clientRouter])
            await NftAsync(router, Nat);
    }

    private static async Task NftAsync(NetworkNamespace space, string rules) => (await space.In(new Command("nft", "-f", "-")).RunAsync(rules)).Succeeded();

    private async Task<NetworkNamespace> AddAsync(string role)
    {
        var created = await NetworkNamespace.CreateAsync(Number, role);
        _created.Add(created);
        return created;
    }

    /// <summary>Connects a namespace to its router, which becomes its default route.</summary>
    private static async Task ConnectAsync(NetworkNamespace from, string link, string address, NetworkNamespace router, string routerLink, string routerAddress)
    {
        await from.RunAsync("ip", "link", "add", link, "type", "veth", "peer", "name", routerLink, "netns", router.Name);
        await from.RunAsync("ip", "address", "add", address, "dev", link);
        await router.RunAsync("ip", "address", "add", routerAddress, "dev", routerLink);
        await from.RunAsync("ip", "link", "set", link, "up");
        await router.RunAsync("ip", "link", "set", routerLink, "up");
        await from.RunAsync("ip", "route", "add", "default", "via", routerAddress.Split('/')[0]);
    }
}
