namespace Vernier.Cells;

/// <summary>
/// The slots that nobody has, as ranges in order that never touch each other, so that what was given back one by one can be taken together.
/// Not thread-safe.
/// </summary>
internal sealed class FreeSlots(int count)
{
    private readonly List<(int Start, int Count)> _ranges = [(0, count)];

    // So many do not lie side by side any more. When slots have run out, busy series go on asking.
    private int _tooMany = int.MaxValue;

    /// <summary>Takes the lowest slots that lie side by side, so that threads need few cells; false when there are none.</summary>
    public bool TryTake(int count, out int slot)
    {
        slot = -1;
        if (count >= _tooMany)
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
        _tooMany = count;
        return false;
    }

    /// <summary>Gives slots back that were taken together.</summary>
    public void Return(int slot, int count)
    {
        _tooMany = int.MaxValue;
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
