using System.Runtime.CompilerServices;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>
/// The encoded labels of a family's series, shared by both text formats. The text is stored in large chunks, and found by a cursor instead of a
/// look-up: a collection shows the series in ascending order of their numbers, and the entries have the same order. It holds no series, so
/// removed ones can be freed, and starts again when half of the entries are unused. A registry's collections run one after the other, so there
/// is never more than one thread here.
/// </summary>
internal sealed class LabelTextCache
{
    private const int MaxOnStack = 512;
    private const int MinChunkSize = 128;
    private const int Alignment = 8;

    /// <summary>Chunks and offsets in them have 16 bits each in an entry.</summary>
    private const int MaxChunkSize = 1 << 16;
    private const int MaxChunks = 1 << 16;

    /// <summary>The cache starts again when this fraction of the series has no entry where it should be, each of which is encoded by every pass.</summary>
    private const int MaxMissed = 16;

    private Entry[] _entries = [];
    private int _count;
    private byte[][] _chunks = [];
    private int _chunkCount;
    private int _usedOfLast;
    private long _length;
    private bool _isOutdated;

    /// <summary>The number of entries, including those of removed series.</summary>
    public int Count => _count;

    /// <summary>Starts a pass over the family's series.</summary>
    public Cursor Begin()
    {
        if (_isOutdated)
        {
            (_entries, _chunks) = ([], []);
            (_count, _chunkCount, _usedOfLast, _length) = (0, 0, 0, 0);
            _isOutdated = false;
        }
        return default;
    }

    /// <summary>Ends a pass, in which the family has shown all of its series.</summary>
    public void End(in Cursor cursor) =>
        _isOutdated |= cursor.Skipped + _count - cursor.Position > _count / 2 || cursor.Missed > _count / MaxMissed;

    /// <summary>Returns the labels of the next series; valid until the end of the pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Next(ref Cursor cursor, Series series)
    {
        // An unused entry has number 0, which no series has.
        var entries = _entries;
        var position = cursor.Position;
        if ((uint)position < (uint)entries.Length)
        {
            ref readonly var entry = ref entries[position];
            if (entry.Number == series.Number)
            {
                cursor.Position = position + 1;
                return TextOf(ref cursor, in entry);
            }
        }
        return Search(ref cursor, series);
    }

    /// <summary>Returns the text of an entry. The cursor keeps the chunk, because the next entry mostly has the same one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> TextOf(ref Cursor cursor, ref readonly Entry entry)
    {
        var number = (int)(entry.Start >> 16);
        if (cursor.Chunk is not { } chunk || cursor.ChunkNumber != number)
        {
            cursor.ChunkNumber = number;
            cursor.Chunk = chunk = _chunks[number];
        }
        return new ReadOnlySpan<byte>(chunk, (int)(entry.Start & 0xFFFF), entry.Length);
    }

    private ReadOnlySpan<byte> Search(ref Cursor cursor, Series series)
    {
        var number = series.Number;
        for (; cursor.Position < _count; cursor.Position++)
        {
            ref readonly var entry = ref _entries[cursor.Position];
            if (entry.Number == number)
            {
                cursor.Position++;
                return TextOf(ref cursor, in entry);
            }
            if (entry.Number > number)
                return Encode(ref cursor, series); // An expired series was added again, at its former place or under a new number.
            cursor.Skipped++;
        }
        return _count > 0 && _entries[_count - 1].Number > number ? Encode(ref cursor, series) : Add(ref cursor, series, number);
    }

    /// <summary>Encodes the labels of a series that has no entry where it should be.</summary>
    private static byte[] Encode(ref Cursor cursor, Series series)
    {
        cursor.Missed++;
        var text = new byte[LabelText.MaxLength(series)];
        return text[..LabelText.Write(text, series)];
    }

    private ReadOnlySpan<byte> Add(ref Cursor cursor, Series series, long number)
    {
        var room = LabelText.MaxLength(series);
        var text = room <= MaxOnStack ? stackalloc byte[room] : new byte[room];
        text = text[..LabelText.Write(text, series)];
        if (!TryReserve(text.Length))
            return text.ToArray();

        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(series.Family.SeriesCount, _count + (_count / 8) + 1));
        text.CopyTo(_chunks[_chunkCount - 1].AsSpan(_usedOfLast));
        _entries[_count] = new(number, ((uint)(_chunkCount - 1) << 16) | (uint)_usedOfLast, text.Length);
        // Aligned, because a copy from an aligned start is faster.
        var used = (text.Length + Alignment - 1) & -Alignment;
        _usedOfLast += used;
        _length += used;
        cursor.Position = _count + 1;
        return TextOf(ref cursor, in _entries[_count++]);
    }

    /// <summary>Makes room in the last chunk; false if there are too many chunks, 4 GiB of text in one family.</summary>
    private bool TryReserve(int length)
    {
        // An empty text takes no room, but its offset must fit into an entry, too.
        if (_chunkCount > 0 && _usedOfLast + Math.Max(length, 1) <= _chunks[_chunkCount - 1].Length)
            return true;
        if (_chunkCount == MaxChunks)
            return false;
        if (_chunkCount == _chunks.Length)
            Array.Resize(ref _chunks, Math.Min(MaxChunks, (_chunkCount * 2) + 1));

        // As large as all before, so that a small family wastes little.
        _chunks[_chunkCount++] = new byte[Math.Max(length, Math.Clamp(_length, MinChunkSize, MaxChunkSize))];
        _usedOfLast = 0;
        return true;
    }

    /// <summary>The state of a pass. It belongs to the writer, so that two writers may take part in one collection.</summary>
    public struct Cursor
    {
        /// <summary>The next entry.</summary>
        public int Position;

        /// <summary>The number of entries whose series the collection does not contain.</summary>
        public int Skipped;

        /// <summary>The number of series that had no entry and could not get one.</summary>
        public int Missed;

        public int ChunkNumber;
        public byte[]? Chunk;
    }

    private readonly record struct Entry(long Number, uint Start, int Length);
}
