namespace Vernier.Instruments;

/// <summary>
/// Observations of a summary, one thread at a time. A thread that finds another one at work uses another part. Readers do not wait for the thread at
/// work, even if it was interrupted: they ignore the observation that it has begun.
/// </summary>
internal sealed class SummaryPart(TimeSpan maxAge, long now)
{
    // The sequence number is four times the number of completed observations, plus the state.
    private const long Next = 4;
    private const long States = Next - 1;
    private const long Held = 1;
    private const long Changing = 2;

    private readonly SlidingWindow _window = new(maxAge, now);
    private long _sequence;
    private double _sum;
    private double _previousSum; // Valid while the state is Changing.

    /// <summary>Adds a value; false if another thread is at work.</summary>
    public bool TryAdd(double value, long now)
    {
        if (!TryHold(out var sequence))
            return false;
        var completed = sequence;
        try
        {
            _window.Add(value, now);
            _previousSum = _sum;
            Volatile.Write(ref _sequence, sequence + Changing);
            Volatile.Write(ref _sum, _previousSum + value);
            completed += Next;
        }
        finally
        {
            Volatile.Write(ref _sequence, completed);
        }
        return true;
    }

    /// <summary>Returns the number of observations and their sum.</summary>
    public (long Count, double Sum) Read()
    {
        while (true)
        {
            var before = Volatile.Read(ref _sequence);
            var sum = Volatile.Read(ref _sum);
            var previousSum = Volatile.Read(ref _previousSum);
            var after = Volatile.Read(ref _sequence);
            var wasChanging = (before & States) == Changing;
            if (before / Next == after / Next && (wasChanging || (after & States) != Changing))
                return (before / Next, wasChanging ? previousSum : sum);
        }
    }

    /// <summary>
    /// Adds the values in the window to those of other parts, without waiting for the thread at work. An observation that is being made may be
    /// missing.
    /// </summary>
    public void AddTo(QuantileSketch sketch, long now) => _window.AddTo(sketch, now);

    /// <summary>Begins an observation and does not complete it, like a thread that is interrupted. For tests.</summary>
    internal void BeginOnly(double value, long now)
    {
        if (!TryHold(out var sequence))
            throw new InvalidOperationException("Another thread is recording.");
        _window.Add(value, now);
        _previousSum = _sum;
        Volatile.Write(ref _sequence, sequence + Changing);
        Volatile.Write(ref _sum, _previousSum + value);
    }

    private bool TryHold(out long sequence)
    {
        sequence = Volatile.Read(ref _sequence);
        return (sequence & States) == 0 && Interlocked.CompareExchange(ref _sequence, sequence + Held, sequence) == sequence;
    }
}
