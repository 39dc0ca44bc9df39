using System.Net;

namespace Vernier.DicomWebOAuth.Forwarding;

/// <summary>Another content, of which it is known whether it was begun to be sent, and that it moves.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _inner;

    public WatchedContent(HttpContent inner)
    {
        _inner = inner;
        foreach ((var name, var values) in inner.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>Told of each part that was taken by the other side.</summary>
    public Action? Moved { get; set; }

    /// <summary>Whether it can be sent once more: nothing is gone yet, or it lies in memory.</summary>
    public bool CanBeSentAgain => !WasBegun || IsInMemory;

    public bool IsInMemory => _inner is ByteArrayContent or ReadOnlyMemoryContent;

    /// <summary>Whether a part of it may be gone, so that it cannot be sent again.</summary>
    private bool WasBegun { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        WasBegun = true;
        var watched = new WatchedStream(stream, () => Moved?.Invoke());
        await using (watched.ConfigureAwait(false))
            await _inner.CopyToAsync(watched, context, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }
}
