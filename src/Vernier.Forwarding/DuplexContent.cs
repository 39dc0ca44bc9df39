using System.Net;

namespace Vernier.Forwarding;

/// <summary>
/// The client's side of a tunnel that is one HTTP/2 request: the request body carries the data in one direction, and the response body the data in the other,
/// at the same time. Unlike an extended CONNECT of <see cref="HttpClient"/> it supports half-close. Use it for one request.
/// </summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _output = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates the request that opens the tunnel.</summary>
    public HttpRequestMessage CreateRequest(Uri address) =>
        new(HttpMethod.Post, address) { Content = this, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    /// <summary>Gets the destination's end of the tunnel after a response of success. Dispose the response to close it.</summary>
    /// <param name="response">The response to the request with this content.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async Task<TunnelEnd> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var input = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var output = await _output.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new TunnelEnd(input, output, () =>
        {
            _ended.TrySetResult();
            return ValueTask.CompletedTask;
        });
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _output.TrySetResult(stream);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>Resets the request unless its data has ended.</summary>
    protected override void Dispose(bool disposing)
    {
        _ended.TrySetCanceled();
        base.Dispose(disposing);
    }
}
