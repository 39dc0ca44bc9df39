using System.Buffers;
using System.Text;

namespace Vernier.Exposition;

/// <summary>
/// All families, written in a format, in pooled memory that goes back when it is disposed. Several scrapes may share what is behind it; each
/// disposes its own once. Reading is thread-safe.
/// </summary>
public sealed class RenderedMetrics : IDisposable
{
    private readonly SharedSegments _segments;
    private bool _disposed;

    internal RenderedMetrics(ExpositionFormat format, SharedSegments segments)
    {
        Format = format;
        _segments = segments;
    }

    /// <summary>The format.</summary>
    public ExpositionFormat Format { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length => _segments.Length;

    /// <summary>The bytes in pieces, in order; not to be used after disposal.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public IReadOnlyList<ArraySegment<byte>> Segments
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _segments.Segments;
        }
    }

    /// <summary>Writes the bytes to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ArraySegment<byte> segment in Segments)
            await stream.WriteAsync(segment, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives the memory back when nobody else shares it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _segments.Release();
    }

    /// <summary>The whole text.</summary>
    public override string ToString()
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (ArraySegment<byte> segment in Segments)
            all.Write(segment);
        return Encoding.UTF8.GetString(all.WrittenSpan);
    }
}
