using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Requests;
using Vernier.Forwarding;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Proxy;

/// <summary>Records one request to a resource: the bytes as they move, everything else once at its end.</summary>
internal sealed class ResourceExchange(HttpContext http, Resource resource, TrafficProtocol protocol, PangolinMetrics metrics, TimeProvider time) : ForwarderObserver
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _untilResponse;

    /// <summary>The backend of the current attempt.</summary>
    public string? Backend { get; set; }

    public override Exception? Reject(HttpResponseMessage response) => ProxyErrors.OfSite(response) is { } error ? new SiteException(error) : null;

    public override void ResponseReceived(HttpResponseMessage response) => _untilResponse = time.GetElapsedTime(_started);

    public override void RequestBodySent(ReadOnlySpan<byte> bytes) =>
        metrics.BytesForwarded(resource.SiteId, resource.Id, protocol, TrafficDirection.Ingress, bytes.Length);

    public override void ResponseBodySent(ReadOnlySpan<byte> bytes) =>
        metrics.BytesForwarded(resource.SiteId, resource.Id, protocol, TrafficDirection.Egress, bytes.Length);

    /// <summary>Records that the request has started.</summary>
    public void Start() => metrics.ConnectionStarted(resource.SiteId, resource.Id, protocol);

    /// <summary>Records a failure of the current attempt.</summary>
    public void AttemptFailed(ProxyError error)
    {
        if (Backend is not null && ProxyErrors.IsBackendFailure(error))
            metrics.BackendConnectionFailed(resource.SiteId, Backend, error);
    }

    /// <summary>Records the end.</summary>
    /// <param name="result">The result of the last attempt.</param>
    /// <param name="error">Why the request failed; null if it succeeded.</param>
    /// <param name="status">The status that is counted.</param>
    public void Complete(ForwarderResult result, ProxyError? error, int status)
    {
        metrics.ConnectionEnded(resource.SiteId, resource.Id, protocol);
        if (error is { } failed)
            metrics.RequestFailed(resource.SiteId, resource.Id, Backend, failed);

        // The response of a WebSocket is its handshake.
        var duration = result.IsUpgraded && _untilResponse is { } handshake ? handshake : time.GetElapsedTime(_started);
        metrics.RequestCompleted(resource.SiteId, resource.Id, Backend, RequestMethod.VerbOf(http.Request.Method), status, duration);
        if (_untilResponse is not null && !result.IsUpgraded && Backend is not null)
            metrics.BackendResponse(resource.SiteId, Backend, result.ResponseBytes);
    }
}
