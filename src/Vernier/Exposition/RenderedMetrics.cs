using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Vernier.Exposition;

/// <summary>
/// The output of one collection, possibly compressed, in pooled memory. Several scrapes may share the memory behind their instances; each
/// disposes its own instance once. Reading is thread-safe.
/// </summary>
public sealed class RenderedMetrics : IDisposable
{
    private readonly SharedOutput _output;
    private bool _disposed;

    internal RenderedMetrics(ExpositionFormat format, SharedOutput output)
    {
        Format = format;
        _output = output;
    }

    /// <summary>Gets the format.</summary>
    public ExpositionFormat Format { get; }

    /// <summary>Gets whether the bytes are compressed by gzip (RFC 1952).</summary>
    public bool IsGzip => _output.IsGzip;

    /// <summary>Gets the number of bytes, after compression.</summary>
    /// <exception cref="ObjectDisposedException">The instance was disposed.</exception>
    public long Length => Content.Length;

    /// <summary>Gets the bytes, which must not be used after disposal.</summary>
    /// <exception cref="ObjectDisposedException">The instance was disposed.</exception>
    public ReadOnlySequence<byte> Content
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _output.Content;
        }
    }

    /// <summary>Writes the bytes to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Stops between two segments.</param>
    /// <exception cref="ObjectDisposedException">The instance was disposed.</exception>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var segment in Content)
            await stream.WriteAsync(segment, cancellation).ConfigureAwait(false);
    }

    /// <summary>Returns the memory to its pool when no other instance shares it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _output.Release();
    }

    /// <summary>Decodes the bytes as UTF-8, decompressed if necessary.</summary>
    /// <exception cref="ObjectDisposedException">The instance was disposed.</exception>
    public override string ToString()
    {
        if (!IsGzip)
            return Encoding.UTF8.GetString(Content);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(Content.ToArray()), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
