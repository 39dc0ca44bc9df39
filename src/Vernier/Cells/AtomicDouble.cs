namespace Vernier.Cells;

/// <summary>A double that many threads may add to. Not to be copied.</summary>
internal struct AtomicDouble
{
    private double _value;

    public readonly double Value => Volatile.Read(in _value);

    public void Add(double amount)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + amount, seen);
            // By bits, not by value: NaN differs from itself, and 0 equals -0.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }

    public void Set(double value) => Volatile.Write(ref _value, value);
}
