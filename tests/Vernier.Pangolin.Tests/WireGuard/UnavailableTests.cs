using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Agent.WireGuard;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;
using Vernier.Pangolin.WireGuard;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.WireGuard;

/// <summary>Machines on which WireGuard cannot be used.</summary>
public class UnavailableTests
{
    private const string Missing = "program-that-is-not-installed";

    [Fact]
    public async Task Server_ProgramIsMissing_LogsItOnceAndSitesUseTheWebSocket()
    {
        await using var host = await PangolinHost.StartAsync(
            ["wireguard:enabled=true", "wireguard:poll_interval=0.1"], services => services.AddSingleton(new WireGuardPrograms(Missing)));
        await Waiting.UntilAsync(() => host.Logs.Of(typeof(WireGuardServer).FullName!).Count > 0, "it is logged");
        await using var backend = await Backend.StartAsync("hello");
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        host.Hub.Find("s-a").ShouldNotBeNull();
        host.Services.GetRequiredService<WireGuardServer>().Find("s-a").ShouldBeNull();
        host.Logs.Of(typeof(WireGuardServer).FullName!).ShouldHaveSingleItem().ShouldBe(
            $"Warning {typeof(WireGuardServer).FullName}: WireGuard is not available; sites use the WebSocket only: The program '{Missing}' is not installed.");
    }

    [Fact]
    public async Task Site_ProgramIsMissing_LogsItOnceAndRefusesDirectConnections()
    {
        var logger = new RecordingLogger<SiteWireGuard>();
        var site = new SiteWireGuard(
            "s-a", new SiteWireGuardOptions(), new WireGuardPrograms(Missing), (_, _, _) => throw new InvalidOperationException(), _ => true,
            (_, _) => Task.FromException<Socket>(new InvalidOperationException()), TimeProvider.System, logger);
        await using var owned = site;
        var session = new ControlSessionStandIn("s-a");
        site.Connected(session);
        for (var i = 0; i < 3; i++)
            await site.ReceivedAsync(session, WireGuardFormat.Write(new InviteMessage()));
        const string Key = ControlSessionStandIn.PublicKey;
        await site.ReceivedAsync(session, WireGuardFormat.Write(
            new DirectOfferMessage(Guid.NewGuid(), "web", Key, "127.0.0.1", 1, 0, Key, "10.213.128.1", "10.213.128.0")));
        await Waiting.UntilAsync(() => !session.Received.IsEmpty, "the offer has a response");
        session.Received.ShouldHaveSingleItem().ShouldBeOfType<DirectResponseMessage>().Error.ShouldBe("WireGuard is not available at the site.");
        logger.Lines.Count(line => line.Contains("the site uses the WebSocket only", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("192.168.7.1", "10.213.128.0", "The addresses are not in the network 10.213.0.0/16")]
    [InlineData("10.213.128.1", "192.168.7.1", "The addresses are not in the network 10.213.0.0/16")]
    public async Task Site_ServerAssignsAddressesOfOtherNetworks_Refuses(string client, string own, string error)
    {
        var logger = new RecordingLogger<SiteWireGuard>();
        var site = new SiteWireGuard(
            "s-a", new SiteWireGuardOptions(), new WireGuardPrograms(Missing), (_, _, _) => throw new InvalidOperationException(), name => name == "web",
            (_, _) => Task.FromException<Socket>(new InvalidOperationException()), TimeProvider.System, logger);
        await using var owned = site;
        var session = new ControlSessionStandIn("s-a");
        site.Connected(session);
        const string Key = ControlSessionStandIn.PublicKey;
        await site.ReceivedAsync(session, WireGuardFormat.Write(new DirectOfferMessage(Guid.NewGuid(), "web", Key, "127.0.0.1", 1, 0, Key, client, own)));
        await site.ReceivedAsync(session, WireGuardFormat.Write(new DirectOfferMessage(Guid.NewGuid(), "db", Key, "127.0.0.1", 1, 0, Key, "10.213.128.1", "10.213.128.0")));
        await Waiting.UntilAsync(() => session.Received.Count == 2, "both offers have a response");
        session.Received.OfType<DirectResponseMessage>().First().Error!.ShouldStartWith(error);
        session.Received.OfType<DirectResponseMessage>().Last().Error.ShouldBe("The site does not have the target 'db'.");
    }
}
