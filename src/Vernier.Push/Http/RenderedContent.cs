using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Vernier.Exposition;

namespace Vernier.Push.Http;

/// <summary>Rendered metrics as the body of a request, without a copy of them in memory. It owns them.</summary>
internal sealed class RenderedContent : HttpContent
{
    private readonly RenderedMetrics _metrics;
    private readonly bool _compress;

    public RenderedContent(RenderedMetrics metrics, bool compress)
    {
        _metrics = metrics;
        _compress = compress;
        Headers.ContentType = MediaTypeHeaderValue.Parse(metrics.Format.ContentType);
        if (compress)
            Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_compress)
        {
            await _metrics.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }
        await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await _metrics.CopyToAsync(gzip, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _metrics.Length;
        return !_compress;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _metrics.Dispose();
        base.Dispose(disposing);
    }
}
