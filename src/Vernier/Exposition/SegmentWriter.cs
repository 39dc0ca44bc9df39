using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Vernier.Exposition;

/// <summary>Collects bytes in pooled segments of 64 KiB, so that the largest scrape needs no large array and no copy. Not thread-safe.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int SegmentSize = 64 * 1024;

    /// <summary>Longer than the text of any number.</summary>
    private const int NumberSize = 32;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _current = ArrayPool<byte>.Shared.Rent(SegmentSize);
    private int _used;
    private long _closed;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    public void Write(byte value)
    {
        Room(1)[0] = value;
        _used++;
    }

    public void Write(string text) => _used += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Write(long value)
    {
        Utf8Formatter.TryFormat(value, Room(NumberSize), out int written);
        _used += written;
    }

    /// <summary>Writes whole numbers without a point, others by their shortest digits that read back the same, and +Inf, -Inf, NaN.</summary>
    public void Write(double value)
    {
        if (value == (long)value && Math.Abs(value) < 1L << 53)
            Write((long)value);
        else if (double.IsFinite(value))
            WriteFraction(value);
        else
            Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
    }

    /// <summary>Writes a time as seconds since 1970-01-01 UTC, to the millisecond.</summary>
    public void Write(DateTimeOffset time) => Write(time.ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>Appends all that another writer has collected.</summary>
    public void Write(SegmentWriter other)
    {
        foreach (ArraySegment<byte> segment in CollectionsMarshal.AsSpan(other._full))
            Write(segment);
        Write(other._current.AsSpan(0, other._used));
    }

    /// <summary>Hands over what was written and leaves the writer empty.</summary>
    public SharedSegments Detach()
    {
        CloseSegment();
        _current = [];
        _used = 0;
        var detached = new SharedSegments([.. _full], _closed);
        _full.Clear();
        return detached;
    }

    /// <summary>Gives back the memory that was not handed over.</summary>
    public void Dispose() => Detach().Release();

    private void WriteFraction(double value)
    {
        value.TryFormat(Room(NumberSize), out int written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    private Span<byte> Room(int size)
    {
        if (_current.Length - _used < size)
        {
            CloseSegment();
            _current = ArrayPool<byte>.Shared.Rent(Math.Max(SegmentSize, size));
            _used = 0;
        }
        return _current.AsSpan(_used);
    }

    private void CloseSegment()
    {
        if (_current.Length > 0)
            _full.Add(new ArraySegment<byte>(_current, 0, _used));
        _closed += _used;
    }
}
