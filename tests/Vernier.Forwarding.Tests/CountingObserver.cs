using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

/// <summary>Counts what the forwarder reports.</summary>
internal sealed class CountingObserver : ForwarderObserver
{
    private long _request;
    private long _response;

    public long Request => Interlocked.Read(ref _request);

    public long Response => Interlocked.Read(ref _response);

    public int Responses { get; private set; }

    public override void RequestBodySent(ReadOnlySpan<byte> bytes) => Interlocked.Add(ref _request, bytes.Length);

    public override void ResponseReceived(HttpResponseMessage response) => Responses++;

    public override void ResponseBodySent(ReadOnlySpan<byte> bytes) => Interlocked.Add(ref _response, bytes.Length);

    public Task SentAsync(long bytes) => Waiting.UntilAsync(() => Request >= bytes, $"{bytes} bytes of the request body");

    public Task WaitForBytesAsync(long bytes) => Waiting.UntilAsync(() => Response >= bytes, $"{bytes} bytes of the response body");
}
