using System.Buffers;
using System.Text;

namespace Vernier.Exposition;

/// <summary>Collects bytes in pooled segments of 64 KiB, so that the largest scrape needs neither a large array nor a copy. Not thread-safe.</summary>
/// <param name="pool">Provides the segments.</param>
/// <param name="full">Receives each segment but the last as soon as nothing more is written to it.</param>
internal sealed class SegmentWriter(SegmentPool pool, Action<OutputSegment>? full = null) : IBufferWriter<byte>, IDisposable
{
    private OutputSegment? _first;
    private OutputSegment? _last;
    private byte[] _buffer = []; // The buffer of the last segment.
    private int _used;

    /// <summary>The pool, for writers that need a second output.</summary>
    public SegmentPool Pool => pool;

    /// <summary>How many bytes were written.</summary>
    public long Length => (_last?.RunningIndex ?? 0) + _used;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        Advance(1);
    }

    public void Write(string text) => Advance(Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void Write(double value) => Advance(NumberText.Write(Reserve(NumberText.MaxLength), value));

    /// <summary>Writes a time as seconds since 1970-01-01 UTC, to the millisecond.</summary>
    public void Write(DateTimeOffset time) => Write(time.ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>Appends everything that another writer has collected.</summary>
    public void Write(SegmentWriter other)
    {
        other.CloseLast();
        for (var segment = other._first; segment is not null; segment = (OutputSegment?)segment.Next)
            Write(segment.Memory.Span);
    }

    /// <summary>Returns contiguous room for at least <paramref name="size"/> bytes; <see cref="Advance"/> commits what was written to it.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _used < size)
            OpenSegment(size);
        return _buffer.AsSpan(_used);
    }

    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(Math.Max(sizeHint, 1));

    /// <summary>Closes and returns the last segment; null if nothing was written.</summary>
    public OutputSegment? CloseLast()
    {
        _last?.Close(_used, null);
        return _last;
    }

    /// <summary>Hands over what was written, and leaves the writer empty.</summary>
    public SharedOutput Detach(bool isGzip = false)
    {
        CloseLast();
        var detached = new SharedOutput(pool, _first, _last, isGzip);
        _first = _last = null;
        _buffer = [];
        _used = 0;
        return detached;
    }

    /// <summary>Returns memory to the pool that was not handed over.</summary>
    public void Dispose()
    {
        if (_first is not null)
            Detach().Release();
    }

    private void OpenSegment(int size)
    {
        var next = pool.Rent(size);
        if (_last is not null)
        {
            _last.Close(_used, next);
            full?.Invoke(_last);
        }

        _first ??= next;
        _last = next;
        _buffer = next.Buffer;
        _used = 0;
    }
}
