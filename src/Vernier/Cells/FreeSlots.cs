namespace Vernier.Cells;

/// <summary>
/// The slots that are not leased, as ordered ranges that are never adjacent, so that slots that were returned one by one can be taken together. Not
/// thread-safe.
/// </summary>
internal sealed class FreeSlots(int count)
{
    private readonly List<(int Start, int Count)> _ranges = [(0, count)];

    // The smallest number of adjacent slots known to be unavailable. When slots have run out, busy series keep asking.
    private int _unavailable = int.MaxValue;

    /// <summary>Takes the lowest adjacent slots, so that threads need few cells; false if too few are adjacent.</summary>
    public bool TryTake(int count, out int slot)
    {
        slot = -1;
        if (count >= _unavailable)
            return false;
        for (var i = 0; i < _ranges.Count; i++)
        {
            (slot, var length) = _ranges[i];
            if (length == count)
                _ranges.RemoveAt(i);
            else if (length > count)
                _ranges[i] = (slot + count, length - count);
            else
                continue;
            return true;
        }
        _unavailable = count;
        return false;
    }

    /// <summary>Returns slots that were taken together.</summary>
    public void Return(int slot, int count)
    {
        _unavailable = int.MaxValue;
        var next = ~_ranges.BinarySearch((slot, 0));
        if (next < _ranges.Count && _ranges[next].Start == slot + count)
        {
            count += _ranges[next].Count;
            _ranges.RemoveAt(next);
        }
        if (next > 0 && _ranges[next - 1] is var before && before.Start + before.Count == slot)
            _ranges[next - 1] = (before.Start, before.Count + count);
        else
            _ranges.Insert(next, (slot, count));
    }
}
