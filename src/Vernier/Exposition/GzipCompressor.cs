using System.Collections.Concurrent;
using System.IO.Compression;

namespace Vernier.Exposition;

/// <summary>
/// Compresses an output while it is being written. A second thread compresses each full segment while the next one is filled, because compressing
/// takes longer than writing; an output of one segment is compressed by the writer's thread. Used by the writer's thread only.
/// </summary>
internal sealed class GzipCompressor : IDisposable
{
    private readonly SegmentWriter _compressed;
    private readonly BlockingCollection<OutputSegment> _full = [];
    private readonly GZipStream _gzip;
    private Task? _work;

    public GzipCompressor(SegmentPool pool)
    {
        _compressed = new SegmentWriter(pool);
        _gzip = new GZipStream(new SegmentStream(_compressed), CompressionLevel.Fastest);
    }

    /// <summary>Adds a full segment, which must not change until this instance is disposed.</summary>
    public void Add(OutputSegment segment)
    {
        _full.Add(segment);
        _work ??= Task.Run(Compress);
    }

    /// <summary>Adds the last segment, and returns the compressed output.</summary>
    public SharedOutput Finish(OutputSegment last)
    {
        if (_work is not null)
        {
            _full.Add(last);
            _full.CompleteAdding();
            // If the thread pool is exhausted and the work has not started, waiting for it runs it on this thread.
            _work.GetAwaiter().GetResult();
        }
        else
        {
            _gzip.Write(last.Memory.Span);
        }

        _gzip.Dispose();
        return _compressed.Detach(isGzip: true);
    }

    /// <summary>Waits until no segment is read any more, and returns memory to the pool that was not handed over.</summary>
    public void Dispose()
    {
        _full.CompleteAdding();
        try
        {
            _work?.Wait();
        }
        catch (AggregateException)
        {
            // Finish throws it; if Finish was not called, the writer has failed already.
        }
        _gzip.Dispose();
        _compressed.Dispose();
        _full.Dispose();
    }

    private void Compress()
    {
        foreach (var segment in _full.GetConsumingEnumerable())
            _gzip.Write(segment.Memory.Span);
    }
}
