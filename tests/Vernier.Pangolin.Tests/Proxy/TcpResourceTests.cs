using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Inventory;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class TcpResourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_ClientSpeaksFirstAndEndsFirst_GetsTheWholeReply()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        var port = FreePort();
        await using var host = await StartAsync(port, $"db=tcp://{backend.LocalEndpoint}");
        using var client = await ConnectAsync(port);

        await client.SendAsync("hello"u8.ToArray(), Cancellation);
        client.Shutdown(SocketShutdown.Send);
        using var accepted = await backend.AcceptSocketAsync(Cancellation).AsTask().WithTimeout();
        (await ProxyClient.ReadToEndAsync(accepted)).ShouldBe("hello");
        host.Sum("pangolin_resource_active_connections", ("protocol", "tcp")).ShouldBe(1);
        await accepted.SendAsync(Encoding.ASCII.GetBytes(new string('x', 300_000)), Cancellation);
        accepted.Shutdown(SocketShutdown.Send);

        (await ProxyClient.ReadToEndAsync(client)).Length.ShouldBe(300_000);
        await host.IdleAsync();
        (host.Bytes("ingress", "db"), host.Bytes("egress", "db")).ShouldBe((5, 300_000));
        host.Sum("pangolin_site_bandwidth_bytes_total", ("protocol", "tcp"), ("direction", "egress")).ShouldBe(300_000);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connection_BackendSpeaksFirstAndEndsFirst_ClientStillSends()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        var port = FreePort();
        await using var host = await StartAsync(port, $"db=tcp://{backend.LocalEndpoint}");
        using var client = await ConnectAsync(port);

        using var accepted = await backend.AcceptSocketAsync(Cancellation).AsTask().WithTimeout();
        await accepted.SendAsync("banner"u8.ToArray(), Cancellation);
        accepted.Shutdown(SocketShutdown.Send);
        (await ProxyClient.ReadToEndAsync(client)).ShouldBe("banner");
        await client.SendAsync("late data"u8.ToArray(), Cancellation);
        client.Shutdown(SocketShutdown.Send);

        (await ProxyClient.ReadToEndAsync(accepted)).ShouldBe("late data");
        await host.IdleAsync();
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connection_BackendRefuses_IsResetAndCounted()
    {
        var port = FreePort();
        await using var host = await StartAsync(port, "db=tcp://127.0.0.1:9");
        using var client = await ConnectAsync(port);

        await Should.ThrowAsync<SocketException>(() => ProxyClient.ReadToEndAsync(client));

        await host.IdleAsync();
        host.Errors("connection_refused").ShouldBe(1);
        host.Sum("pangolin_backend_connection_errors_total", ("error_type", "connection_refused"), ("backend", "db")).ShouldBe(1);
    }

    [Fact]
    public async Task Connection_SiteOffline_IsReset()
    {
        var port = FreePort();
        await using var host = await PangolinHost.StartAsync([$"proxy:tcp_ports={port}"]);
        await host.AddSiteAsync(ProxyClient.Site);
        await host.AddResourceAsync(TcpResource("db", port));

        // The reset can arrive before the client has noticed that it is connected.
        await Should.ThrowAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync(port);
            await ProxyClient.ReadToEndAsync(client);
        });

        await host.IdleAsync();
        host.Errors("site_offline").ShouldBe(1);
    }

    [Fact]
    public async Task Listeners_ResourceIsAddedAndDeleted_Follow()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        var port = FreePort();
        await using var host = await StartAsync(port, $"db=tcp://{backend.LocalEndpoint}");
        using var client = await ConnectAsync(port);
        using var accepted = await backend.AcceptSocketAsync(Cancellation).AsTask().WithTimeout();

        await host.Services.GetRequiredService<Database>().WriteAsync(session => InventoryStore.DeleteResourceAsync(session, "db"), Cancellation);
        await host.Inventory.RefreshAsync(Cancellation);

        await Should.ThrowAsync<SocketException>(() => ProxyClient.ReadToEndAsync(client));
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                (await ConnectAsync(port)).Dispose();
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        }, "the port is closed");
    }

    [Fact]
    public async Task Listeners_PortOutsideOfTheRangeOrInUse_AreLoggedOnceAndRetried()
    {
        var port = FreePort();
        using var occupant = new TcpListener(IPAddress.Loopback, port);
        occupant.Start();
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        await using var host = await StartAsync(port, $"db=tcp://{backend.LocalEndpoint}");
        await host.AddResourceAsync(TcpResource("outside", port == 9 ? 10 : 9));
        await host.Inventory.RefreshAsync(Cancellation);

        host.Logs.ToString().Split($"The TCP resource db cannot listen on 127.0.0.1:{port}").Length.ShouldBe(2);
        host.Logs.ToString().Split("The TCP resource outside has no listener").Length.ShouldBe(2);

        occupant.Dispose();
        await host.Inventory.RefreshAsync(Cancellation);
        using var client = await ConnectAsync(port);
        using var accepted = await backend.AcceptSocketAsync(Cancellation).AsTask().WithTimeout();
    }

    [Fact]
    public async Task Stop_OpenConnection_IsResetAfterTheDrainTimeout()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        var port = FreePort();
        await using var host = await StartAsync(port, $"db=tcp://{backend.LocalEndpoint}", "proxy:drain_timeout=00:00:01", "tunnels:drain_timeout=00:00:05");
        using var client = await ConnectAsync(port);
        using var accepted = await backend.AcceptSocketAsync(Cancellation).AsTask().WithTimeout();

        await host.StopAsync(Cancellation).WithTimeout();

        await Should.ThrowAsync<SocketException>(() => ProxyClient.ReadToEndAsync(client));
    }

    private static async Task<PangolinHost> StartAsync(int port, string target, params IEnumerable<string> settings)
    {
        var host = await PangolinHost.StartAsync([$"proxy:tcp_ports={port}", .. settings]);
        await host.ConnectAsync(ProxyClient.Site, target);
        await host.AddResourceAsync(TcpResource("db", port));
        return host;
    }

    private static Resource TcpResource(string id, int port) =>
        new() { Id = id, Name = id, SiteId = ProxyClient.Site, Kind = ResourceKind.Tcp, Port = port, Targets = [new Target("db", 1, false, null)] };

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
