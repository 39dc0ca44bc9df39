using System.Net.Mime;
using Vernier.CcProxy.Usage;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Proxy;

/// <summary>Reads the usage of a response while the forwarder sends it to the client, and reports its progress.</summary>
internal sealed class ResponseObserver(RequestTracker tracker, BodyBudget budget) : ForwarderObserver, IDisposable
{
    private const string EventStream = "text/event-stream";

    private UsageReader _reader = new();

    /// <summary>Gets the usage reported so far; null if there was none.</summary>
    public TokenUsage? Usage => _reader.Usage;

    public override void ResponseReceived(HttpResponseMessage response)
    {
        var isStream = response.Content.Headers.ContentType?.MediaType == EventStream;
        tracker.ResponseReceived((int)response.StatusCode, isStream);
        _reader = CreateReader(response, isStream);
    }

    public override void ResponseBodySent(ReadOnlySpan<byte> bytes)
    {
        tracker.ChunkSent(bytes.Length);
        _reader.Read(bytes);
    }

    /// <summary>Ends a complete response.</summary>
    public void Complete()
    {
        _reader.End();
        if (_reader.HasError)
            tracker.StreamErrorReported();
    }

    public void Dispose() => _reader.Dispose();

    private UsageReader CreateReader(HttpResponseMessage response, bool isStream)
    {
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentEncoding.Count > 0)
            return new UsageReader();
        return isStream ? new SseUsageReader()
            : response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json ? new JsonUsageReader(budget)
            : new UsageReader();
    }
}
