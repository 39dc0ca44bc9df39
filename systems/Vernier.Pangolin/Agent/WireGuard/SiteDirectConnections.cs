using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Direct;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.Agent.WireGuard;

/// <summary>Connects to a target that the site has.</summary>
/// <exception cref="SocketException">The connection failed.</exception>
internal delegate Task<Socket> ConnectTarget(string target, CancellationToken cancellation);

/// <summary>The direct connections of clients to targets of a site. A connection reaches one target only. Thread-safe.</summary>
internal sealed partial class SiteDirectConnections(
    WireGuardPrograms programs, SiteWireGuardOptions options, Func<string, bool> hasTarget, ConnectTarget connectTarget, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly IPNetwork _network = IPNetwork.Parse(options.Network);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, Task> _running = [];
    private readonly ConcurrentDictionary<string, Guid> _addresses = [];

    /// <summary>Accepts or refuses a connection. An accepted one continues in the background.</summary>
    public async Task AcceptAsync(WireGuardSession session, DirectOfferMessage offer, CancellationToken cancellation)
    {
        if (Refuse(offer) is { } reason)
        {
            LogRefused(offer.Target, reason);
            await session.SendAsync(new DirectResponseMessage(offer.Session, null, reason)).ConfigureAwait(false);
            return;
        }
        DirectLink link;
        try
        {
            link = await DirectLink.CreateAsync(programs, "pgd", time, cancellation).ConfigureAwait(false);
        }
        catch (WireGuardException exception)
        {
            _addresses.TryRemove(offer.SiteAddress, out _);
            LogRefused(offer.Target, exception.Message);
            await session.SendAsync(new DirectResponseMessage(offer.Session, null, "WireGuard is not available at the site.")).ConfigureAwait(false);
            return;
        }
        await session.SendAsync(new DirectResponseMessage(offer.Session, link.PublicKey, null)).ConfigureAwait(false);
        _running[offer.Session] = RunAsync(link, offer);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Returns why a connection is refused; null if it is accepted, and its address is reserved.</summary>
    private string? Refuse(DirectOfferMessage offer)
    {
        if (!hasTarget(offer.Target))
            return $"The site does not have the target '{offer.Target}'.";
        if (!_network.Contains(IPAddress.Parse(offer.SiteAddress)) || !_network.Contains(IPAddress.Parse(offer.ClientAddress)))
            return $"The addresses are not in the network {_network} that the site allows. Set the same wireguard.network at the server and at the site.";
        if (_addresses.Count >= options.MaxDirectConnections)
            return $"The site has {_addresses.Count} direct connections, which is the maximum.";
        return _addresses.TryAdd(offer.SiteAddress, offer.Session) ? null : "The address is used by another direct connection. Try again.";
    }

    private async Task RunAsync(DirectLink link, DirectOfferMessage offer)
    {
        // The caller stores the task first.
        await Task.Yield();
        try
        {
            await using var owned = link.ConfigureAwait(false);
            var server = await HostResolver.ResolveAsync(offer.Host, offer.Port, _stop.Token).ConfigureAwait(false);
            var ticket = new HolePunchTicket(offer.Session, HolePunchRole.Site, Convert.FromBase64String(offer.Key), server, offer.ServerTime);
            await link.ConnectAsync(
                ticket, offer.ClientPublicKey, IPAddress.Parse(offer.SiteAddress), IPAddress.Parse(offer.ClientAddress), options.DirectTimeout, _stop.Token).ConfigureAwait(false);
            LogConnected(offer.Target, offer.Session);
            var relay = new TcpRelay(link.Listen(), cancellation => connectTarget(offer.Target, cancellation), time);
            await using (relay.ConfigureAwait(false))
                await link.WhenLostAsync(_stop.Token).ConfigureAwait(false);
            LogEnded(offer.Target, offer.Session);
        }
        catch (WireGuardException exception)
        {
            LogFailed(offer.Target, offer.Session, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
        finally
        {
            _addresses.TryRemove(offer.SiteAddress, out _);
            _running.TryRemove(offer.Session, out _);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Direct connection {Session} to the target {Target} is established.")]
    private partial void LogConnected(string target, Guid session);

    [LoggerMessage(2, LogLevel.Information, "Direct connection {Session} to the target {Target} has ended, because the client does not respond.")]
    private partial void LogEnded(string target, Guid session);

    [LoggerMessage(3, LogLevel.Warning, "Direct connection {Session} to the target {Target} failed: {Reason}")]
    private partial void LogFailed(string target, Guid session, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Refused a direct connection to the target {Target}: {Reason}")]
    private partial void LogRefused(string target, string reason);
}
