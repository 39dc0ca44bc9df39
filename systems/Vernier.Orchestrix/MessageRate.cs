namespace Vernier.Orchestrix;

/// <summary>
/// The rate of messages per second over the last ten seconds. A ring holds one count per second. The second that is only partly within the window is
/// weighted by its share, so the rate of a steady stream is exact at any time and falls smoothly to zero when it ends. Thread-safe.
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

    /// <summary>Returns the current rate.</summary>
    public double PerSecond()
    {
        lock (_lock)
        {
            var elapsed = Advance();
            var oldest = _counts[(_second + 1) % _counts.Length];
            return (_counts.Sum() - (oldest * (elapsed - _second))) / Window;
        }
    }

    /// <summary>Clears the seconds that started since the last call, and returns the seconds since the start.</summary>
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
