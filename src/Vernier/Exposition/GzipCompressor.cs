using System.IO.Compression;
using System.Threading.Channels;

namespace Vernier.Exposition;

/// <summary>
/// Compresses a text while it is still being written. Every segment but the last is compressed on another thread while the next one is filled,
/// because compressing takes longer than writing; a text of one segment needs no other thread. Used by one thread, that of the writer.
/// </summary>
internal sealed class GzipCompressor : IAsyncDisposable
{
    private readonly SegmentWriter _compressed = new();
    private readonly Channel<OutputSegment> _full = Channel.CreateUnbounded<OutputSegment>(new() { SingleReader = true, SingleWriter = true });
    private readonly GZipStream _gzip;
    private Task? _work;

    public GzipCompressor() => _gzip = new GZipStream(new SegmentStream(_compressed), CompressionLevel.Fastest);

    /// <summary>Takes a segment that is full; it is to stay as it is until this is disposed.</summary>
    public void Take(OutputSegment segment)
    {
        _full.Writer.TryWrite(segment);
        _work ??= Task.Run(CompressAsync);
    }

    /// <summary>Takes the last segment, and gives what all became.</summary>
    public async Task<SharedText> FinishAsync(OutputSegment last)
    {
        if (_work is not null)
        {
            _full.Writer.TryWrite(last);
            _full.Writer.Complete();
            await _work.ConfigureAwait(false);
        }
        else
        {
            _gzip.Write(last.Memory.Span);
        }

        await _gzip.DisposeAsync().ConfigureAwait(false);
        return _compressed.Detach(isGzip: true);
    }

    /// <summary>Waits until no segment is read any more, and gives back what was not handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        _full.Writer.TryComplete();
        if (_work is not null)
            await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It is thrown by FinishAsync.
        await _gzip.DisposeAsync().ConfigureAwait(false);
        _compressed.Dispose();
    }

    private async Task CompressAsync()
    {
        await foreach (var segment in _full.Reader.ReadAllAsync().ConfigureAwait(false))
            _gzip.Write(segment.Memory.Span);
    }
}
