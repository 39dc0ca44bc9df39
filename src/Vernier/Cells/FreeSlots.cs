namespace Vernier.Cells;

/// <summary>
/// The slots that are not leased. Slots that are taken together are adjacent and in one chunk. A tree over the chunks contains the longest free range
/// of each, so taking and returning cost a few steps, however many slots there are. The number of chunks doubles on demand. Not thread-safe.
/// </summary>
internal sealed class FreeSlots(int chunkSize)
{
    private bool[] _isTaken = new bool[chunkSize];

    // A binary tree: the longest free range below node n is the longer one of nodes 2n and 2n + 1. The leaves, one for each chunk, are the second half.
    private int[] _longest = [0, chunkSize];

    /// <summary>The number of slots, taken or not.</summary>
    public int Count => _isTaken.Length;

    private int Chunks => _longest.Length / 2;

    /// <summary>Takes the lowest adjacent slots, so that threads need few chunks; false if too few are adjacent.</summary>
    /// <param name="count">The number of slots.</param>
    /// <param name="limit">The number of slots up to which more are created.</param>
    /// <param name="slot">The first slot.</param>
    public bool TryTake(int count, int limit, out int slot)
    {
        slot = -1;
        if (count > chunkSize)
            return false;
        while (_longest[1] < count)
        {
            if (Count * 2 > limit)
                return false;
            Grow();
        }

        var node = 1;
        while (node < Chunks)
            node = _longest[node * 2] >= count ? node * 2 : (node * 2) + 1;
        var chunk = node - Chunks;
        slot = (chunk * chunkSize) + FirstRange(Chunk(chunk), count);
        Mark(slot, count, true);
        return true;
    }

    /// <summary>Returns slots that were taken together. Returns whether no slot of their chunk is taken any more.</summary>
    public bool Return(int slot, int count)
    {
        Mark(slot, count, false);
        return _longest[Chunks + (slot / chunkSize)] == chunkSize;
    }

    private Span<bool> Chunk(int chunk) => _isTaken.AsSpan(chunk * chunkSize, chunkSize);

    private void Grow()
    {
        Array.Resize(ref _isTaken, Count * 2);
        var chunks = Chunks * 2;
        var longest = new int[chunks * 2];
        Array.Fill(longest, chunkSize, chunks, chunks);
        _longest.AsSpan(Chunks).CopyTo(longest.AsSpan(chunks));
        for (var node = chunks - 1; node > 0; node--)
            longest[node] = Math.Max(longest[node * 2], longest[(node * 2) + 1]);
        _longest = longest;
    }

    private void Mark(int slot, int count, bool isTaken)
    {
        _isTaken.AsSpan(slot, count).Fill(isTaken);
        var chunk = slot / chunkSize;
        var node = Chunks + chunk;
        _longest[node] = LongestRange(Chunk(chunk));
        for (node /= 2; node > 0; node /= 2)
            _longest[node] = Math.Max(_longest[node * 2], _longest[(node * 2) + 1]);
    }

    private static int FirstRange(ReadOnlySpan<bool> isTaken, int count)
    {
        for (var start = 0; ; start += Range(isTaken[start..], true))
        {
            var free = Range(isTaken[start..], false);
            if (free >= count)
                return start;
            start += free;
        }
    }

    private static int LongestRange(ReadOnlySpan<bool> isTaken)
    {
        var longest = 0;
        while (isTaken.Length > 0)
        {
            isTaken = isTaken[Range(isTaken, true)..];
            var free = Range(isTaken, false);
            longest = Math.Max(longest, free);
            isTaken = isTaken[free..];
        }
        return longest;
    }

    /// <summary>Returns the number of slots at the start that are taken, or that are free.</summary>
    private static int Range(ReadOnlySpan<bool> isTaken, bool value)
    {
        var end = isTaken.IndexOf(!value);
        return end < 0 ? isTaken.Length : end;
    }
}
