using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Vernier.Exposition;

/// <summary>
/// All families, written in a format and compressed if that was asked for, in pooled memory that goes back when it is disposed. Several scrapes may share what is behind it; each
/// disposes its own once. Reading is thread-safe.
/// </summary>
public sealed class RenderedMetrics : IDisposable
{
    private readonly SharedText _text;
    private bool _disposed;

    internal RenderedMetrics(ExpositionFormat format, SharedText text)
    {
        Format = format;
        _text = text;
    }

    /// <summary>The format.</summary>
    public ExpositionFormat Format { get; }

    /// <summary>Whether the bytes are compressed: gzip, RFC 1952.</summary>
    public bool IsGzip => _text.IsGzip;

    /// <summary>How many bytes there are, after compression.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public long Length => Content.Length;

    /// <summary>The bytes in pieces; not to be used after disposal.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlySequence<byte> Content
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _text.Content;
        }
    }

    /// <summary>Writes the bytes to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var piece in Content)
            await stream.WriteAsync(piece, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives the memory back when nobody else shares it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _text.Release();
    }

    /// <summary>The whole text; what is compressed is unpacked.</summary>
    public override string ToString()
    {
        if (!IsGzip)
            return Encoding.UTF8.GetString(Content);
        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(Content.ToArray()), CompressionMode.Decompress), Encoding.UTF8);
        return unpacked.ReadToEnd();
    }
}
