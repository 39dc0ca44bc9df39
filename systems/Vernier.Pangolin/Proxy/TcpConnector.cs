using System.Net;
using System.Net.Sockets;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Proxy;

/// <summary>Connects clients of a TCP resource with a backend. Thread-safe.</summary>
internal sealed class TcpConnector(
    SignInGate gate, SiteLinks links, TargetSelector targets, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time)
{
    private static readonly Uri Address = new($"http://{SiteProtocol.SiteAuthority}/");

    private readonly ActivityTimeout.Pool _timeouts = new(time);

    /// <summary>Serves a connection until it ends. A connection that fails is reset, so that its data does not look complete.</summary>
    /// <param name="socket">The connection of the client; the caller disposes it.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellation">Resets the connection.</param>
    public async Task ServeAsync(Socket socket, Resource resource, CancellationToken cancellation)
    {
        if (socket.RemoteEndPoint is not IPEndPoint client || !gate.AdmitTcp(AddressOf(client), resource))
        {
            Reset(socket);
            return;
        }
        socket.NoDelay = true;
        metrics.ConnectionStarted(resource.SiteId, resource.Id, TrafficProtocol.Tcp);
        ProxyError? error = ProxyError.Other;
        string? backend = null;
        try
        {
            (backend, error) = await TryBackendsAsync(socket, resource, cancellation).ConfigureAwait(false);
        }
        finally
        {
            metrics.ConnectionEnded(resource.SiteId, resource.Id, TrafficProtocol.Tcp);
            if (error is { } failed)
            {
                metrics.RequestFailed(resource.SiteId, resource.Id, backend, failed);
                Reset(socket);
            }
        }
    }

    /// <summary>Ends a connection with a reset.</summary>
    private static void Reset(Socket socket) => socket.Close(0);

    private static IPAddress AddressOf(IPEndPoint client) => client.Address.IsIPv4MappedToIPv6 ? client.Address.MapToIPv4() : client.Address;

    /// <summary>Tries backends until one accepts the connection. No data was sent before, so any of them can be tried.</summary>
    private async Task<(string? Backend, ProxyError? Error)> TryBackendsAsync(Socket socket, Resource resource, CancellationToken cancellation)
    {
        (string? Backend, ProxyError? Error) outcome = default;
        var tried = new List<string>();
        while (true)
        {
            if (links.Find(resource.SiteId) is not { } link)
                return tried.Count == 0 ? (null, ProxyError.SiteOffline) : outcome;
            if (targets.Select(resource, tried) is not { } target)
                return tried.Count == 0 ? (null, ProxyError.NoBackend) : outcome;
            tried.Add(target.Name);
            var (isOpened, error) = await ConnectAsync(socket, resource, link, target, cancellation).ConfigureAwait(false);
            outcome = (target.Name, error);
            if (error is { } failed && ProxyErrors.IsBackendFailure(failed) && !cancellation.IsCancellationRequested)
                metrics.BackendConnectionFailed(resource.SiteId, target.Name, failed);
            if (isOpened || tried.Count >= settings.Current.Proxy.MaxAttempts || cancellation.IsCancellationRequested)
                return outcome;
        }
    }

    private async Task<(bool IsOpened, ProxyError? Error)> ConnectAsync(Socket socket, Resource resource, ISiteLink link, Target target, CancellationToken cancellation)
    {
        using var activity = _timeouts.Rent(settings.Current.Proxy.ActivityTimeout, cancellation);
        using var content = new DuplexContent();
        using var request = content.CreateRequest(Address);
        request.Headers.Host = SiteProtocol.TcpAuthority;
        request.Headers.TryAddWithoutValidation(SiteProtocol.TargetHeader, target.Name);
        HttpResponseMessage response;
        TunnelEnd destination;
        try
        {
            response = await link.Client.SendAsync(request, activity.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return (false, activity.IsTimedOut ? ProxyError.Timeout : cancellation.IsCancellationRequested ? ProxyError.Other : ProxyError.TunnelLost);
        }
        using (response)
        {
            if (!response.IsSuccessStatusCode)
                return (false, ProxyErrors.OfSite(response) ?? ProxyError.InvalidResponse);
            try
            {
                destination = await content.OpenAsync(response, activity.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                return (true, ProxyError.TunnelLost);
            }
            activity.Restart(settings.Current.Proxy.TcpIdleTimeout);
            var result = await Tunnel.RunAsync(TunnelEnd.Of(socket), destination, activity, new Observer(resource, metrics)).ConfigureAwait(false);
            return (true, result.IsSuccess ? null : cancellation.IsCancellationRequested ? ProxyError.Other : ProxyErrors.Of(result));
        }
    }

    private sealed class Observer(Resource resource, PangolinMetrics metrics) : ForwarderObserver
    {
        public override void RequestBodySent(ReadOnlySpan<byte> bytes) =>
            metrics.BytesForwarded(resource.SiteId, resource.Id, TrafficProtocol.Tcp, TrafficDirection.Ingress, bytes.Length);

        public override void ResponseBodySent(ReadOnlySpan<byte> bytes) =>
            metrics.BytesForwarded(resource.SiteId, resource.Id, TrafficProtocol.Tcp, TrafficDirection.Egress, bytes.Length);
    }
}
