using System.Net;
using System.Net.Http.Headers;
using Vernier.Exposition;

namespace Vernier.Push.Http;

/// <summary>Sends rendered metrics as a request body without copying them, and disposes them.</summary>
internal sealed class RenderedContent : HttpContent
{
    private readonly RenderedMetrics _metrics;

    public RenderedContent(RenderedMetrics metrics)
    {
        _metrics = metrics;
        Headers.ContentType = MediaTypeHeaderValue.Parse(metrics.Format.ContentType);
        if (metrics.IsGzip)
            Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _metrics.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _metrics.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _metrics.Dispose();
        base.Dispose(disposing);
    }
}
