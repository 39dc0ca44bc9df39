namespace Vernier.Cells;

/// <summary>A double to which several threads can add. Must not be copied.</summary>
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
            // Compared by bits, because NaN differs from itself and 0 equals -0.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }

    public void Set(double value) => Volatile.Write(ref _value, value);
}
