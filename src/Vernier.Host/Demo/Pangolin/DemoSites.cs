using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;

namespace Vernier.Host.Demo.Pangolin;

/// <summary>The sites of the demo, which run in this process and connect through real tunnels. Not thread-safe.</summary>
internal sealed class DemoSites(Uri server, DemoBackends backends, ILoggerFactory logging, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The target whose service has stopped.</summary>
    public const string StoppedTarget = "legacy";

    private readonly Dictionary<string, string> _secrets = [];
    private readonly Dictionary<string, PangolinSite> _running = [];

    /// <summary>Starts a site.</summary>
    public async Task StartAsync(string id, string secret, CancellationToken stop)
    {
        _secrets[id] = secret;
        var options = new PangolinSiteOptions { Server = server, Id = id, Secret = secret, InitialBackoff = TimeSpan.FromSeconds(1) };
        foreach (var target in DemoResources.All.Where(resource => resource.Site == id).SelectMany(resource => resource.Targets))
            options.Targets[target.Name] = (target.Name == StoppedTarget ? RefusedAddress() : backends.Address).ToString();
        var site = new PangolinSite(options, logging, time);
        _running.Add(id, site);
        await site.StartAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Cuts the connection of a site, and starts it again.</summary>
    public async Task CutAsync(string id, CancellationToken stop)
    {
        if (_running.Remove(id, out var site))
            await site.DisposeAsync().ConfigureAwait(false);
        await StartAsync(id, _secrets[id], stop).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _running.Values)
            await site.DisposeAsync().ConfigureAwait(false);
        _running.Clear();
    }

    /// <summary>Returns the address of a port on which nothing listens.</summary>
    private static Uri RefusedAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://{socket.LocalEndPoint}");
    }
}
