using System.Text;

namespace Vernier.Exposition;

/// <summary>Collects bytes in pooled segments of 64 KiB, so that the largest scrape needs no large array and no copy. Not thread-safe.</summary>
/// <param name="full">Is told each segment but the last as soon as nothing more is written to it.</param>
internal sealed class SegmentWriter(Action<OutputSegment>? full = null) : IDisposable
{
    private OutputSegment? _first;
    private OutputSegment? _last;
    private byte[] _buffer = []; // That of the last segment.
    private int _used;

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

    /// <summary>Appends all that another writer has collected.</summary>
    public void Write(SegmentWriter other)
    {
        other.CloseLast();
        for (var segment = other._first; segment is not null; segment = (OutputSegment?)segment.Next)
            Write(segment.Memory.Span);
    }

    /// <summary>Room for at least so many bytes that lie side by side; what is used of it is told to <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _used < size)
            OpenSegment(size);
        return _buffer.AsSpan(_used);
    }

    public void Advance(int count) => _used += count;

    /// <summary>The last segment, to which nothing more may be written; null when nothing was written at all.</summary>
    public OutputSegment? CloseLast()
    {
        _last?.Close(_used, null);
        return _last;
    }

    /// <summary>Hands over what was written and leaves the writer empty.</summary>
    public SharedText Detach(bool isGzip = false)
    {
        CloseLast();
        var detached = new SharedText(_first, _last) { IsGzip = isGzip };
        _first = _last = null;
        _buffer = [];
        _used = 0;
        return detached;
    }

    /// <summary>Gives back the memory that was not handed over.</summary>
    public void Dispose() => Detach().Release();

    private void OpenSegment(int size)
    {
        var next = OutputSegment.Rent(size);
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
