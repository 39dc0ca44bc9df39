using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Proxy;

/// <summary>
/// The listeners of the TCP resources, which follow the inventory: a new resource gets a listener, and a removed or blocked one, or one with another port,
/// loses it together with its connections. Thread-safe.
/// </summary>
internal sealed partial class TcpListeners(
    SiteInventory inventory, TcpConnector connector, PangolinSettings settings, TimeProvider time, ILogger<TcpListeners> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceListener> _listeners = [];

    /// <summary>The resources whose port cannot be used, which is logged once.</summary>
    private readonly HashSet<(string Resource, int Port)> _failed = [];
    private IPAddress _address = IPAddress.Loopback;
    private PortRange? _ports;
    private ConnectionLimit? _limit;
    private bool _isStopped;

    /// <summary>Starts the listeners.</summary>
    public void Start()
    {
        if (!PortRange.TryParse(settings.Initial.Proxy.TcpPorts, out _ports))
            return;
        _address = IPAddress.Parse(settings.Initial.Address);
        _limit = new ConnectionLimit(settings.Initial.Proxy.MaxConnections);
        inventory.OnChanged((_, current) => Update(current));
        Update(inventory.Current);
    }

    /// <summary>Stops to accept connections, and waits for the connections in progress.</summary>
    /// <param name="cancellation">Resets the connections that are still open.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        List<ResourceListener> listeners;
        lock (_lock)
        {
            _isStopped = true;
            listeners = [.. _listeners.Values];
            _listeners.Clear();
        }
        await Task.WhenAll(listeners.Select(listener => listener.StopAsync(cancellation))).ConfigureAwait(false);
    }

    private void Update(InventorySnapshot current)
    {
        lock (_lock)
        {
            if (_isStopped)
                return;
            var wanted = current.Resources.Values.Where(resource => resource is { Kind: ResourceKind.Tcp, Port: not null, Blocked: false }).ToDictionary(resource => resource.Id);
            foreach (var (id, listener) in _listeners.Where(pair => !wanted.TryGetValue(pair.Key, out var resource) || resource.Port != pair.Value.Port).ToList())
            {
                _listeners.Remove(id);
                listener.Dispose();
                LogStopped(id, listener.Port);
            }
            _failed.RemoveWhere(failed => !wanted.TryGetValue(failed.Resource, out var resource) || resource.Port != failed.Port);
            foreach (var resource in wanted.Values.Where(resource => !_listeners.ContainsKey(resource.Id)))
                Start(resource, resource.Port!.Value);
        }
    }

    /// <summary>A port that is in use is tried again after the next refresh of the inventory.</summary>
    private void Start(Resource resource, int port)
    {
        if (!_ports!.Contains(port))
        {
            if (_failed.Add((resource.Id, port)))
                LogOutside(resource.Id, port, settings.Initial.Proxy.TcpPorts!);
            return;
        }
        try
        {
            _listeners.Add(resource.Id, new ResourceListener(resource.Id, new IPEndPoint(_address, port), inventory, connector, _limit!, time, logger));
            _failed.Remove((resource.Id, port));
            LogStarted(resource.Id, _address, port);
        }
        catch (SocketException exception)
        {
            if (_failed.Add((resource.Id, port)))
                LogFailed(resource.Id, _address, port, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The TCP resource {Resource} listens on {Address}:{Port}.")]
    private partial void LogStarted(string resource, IPAddress address, int port);

    [LoggerMessage(2, LogLevel.Information, "The TCP resource {Resource} no longer listens on port {Port}; its connections are closed.")]
    private partial void LogStopped(string resource, int port);

    [LoggerMessage(3, LogLevel.Error, "The TCP resource {Resource} cannot listen on {Address}:{Port}: {Reason} It is tried again every 5 seconds; this is logged once.")]
    private partial void LogFailed(string resource, IPAddress address, int port, string reason);

    [LoggerMessage(4, LogLevel.Error, "The TCP resource {Resource} has no listener: its port {Port} is outside of proxy: tcp_ports ({Range}).")]
    private partial void LogOutside(string resource, int port, string range);
}
