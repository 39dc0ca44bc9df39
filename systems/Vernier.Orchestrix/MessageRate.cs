namespace Vernier.Orchestrix;

/// <summary>
/// Messages per second over the last ten seconds. Counts are kept per second in a ring; the second that is only partly within the ten counts in
/// proportion, so the rate of an even stream is exact at any moment and falls smoothly to zero when it ends. Thread-safe.
/// </summary>
internal sealed class MessageRate(TimeProvider time)
{
    private const int Window = 10;

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Window + 1];
    private readonly long _start = time.GetTimestamp();
    private long _second;

    /// <summary>Counts a message.</summary>
    public void Mark()
    {
        lock (_lock)
        {
            Advance();
            _counts[_second % _counts.Length]++;
        }
    }

    /// <summary>The rate now.</summary>
    public double PerSecond()
    {
        lock (_lock)
        {
            var elapsed = Advance();
            var oldest = _counts[(_second + 1) % _counts.Length];
            return (_counts.Sum() - (oldest * (elapsed - _second))) / Window;
        }
    }

    /// <summary>Empties the seconds that have begun since the last call; gives the seconds since the start.</summary>
    private double Advance()
    {
        var elapsed = time.GetElapsedTime(_start).TotalSeconds;
        var second = (long)elapsed;
        for (var s = Math.Max(_second + 1, second - Window); s <= second; s++)
            _counts[s % _counts.Length] = 0;
        _second = Math.Max(_second, second);
        return Math.Max(elapsed, _second);
    }
}
