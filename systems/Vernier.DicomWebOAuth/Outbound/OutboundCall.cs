namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>A call to a token endpoint or DICOMweb server, recorded once: when its response headers arrive, or when it fails. Not thread-safe.</summary>
internal sealed class OutboundCall(string method, string endpoint, DicomWebOAuthMetrics metrics)
{
    /// <summary>The status of a call that its caller canceled.</summary>
    public const int Canceled = 499;

    private static readonly HttpRequestOptionsKey<OutboundCall> Key = new(nameof(OutboundCall));

    private readonly long _started = metrics.Time.GetTimestamp();
    private bool _hasEnded;

    /// <summary>Gets the last call for a request; null before the first call.</summary>
    public static OutboundCall? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var call) ? call : null;

    /// <summary>Starts a call for a request.</summary>
    public static OutboundCall Start(HttpRequestMessage request, string endpoint, DicomWebOAuthMetrics metrics)
    {
        var call = new OutboundCall(request.Method.Method, endpoint, metrics);
        request.Options.Set(Key, call);
        return call;
    }

    /// <summary>Records the call; later calls are ignored.</summary>
    public void End(int status)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        metrics.RequestEnded(method, endpoint, status, metrics.Time.GetElapsedTime(_started));
    }
}
