namespace Vernier.Families;

/// <summary>
/// Tracks when the series of a family were last used. A sweep marks each series as idle, and the next recording clears the mark; a series that is idle
/// at a sweep was last used before the previous one. Sweeps are at least a sixteenth of the time of expiry apart, so most collections need none, and
/// a series keeps only the number of a sweep, in one byte. Used by one collection at a time; series change under the family's lock.
/// </summary>
internal sealed class SeriesExpiry(TimeSpan after, TimeProvider time)
{
    /// <summary>The number of sweeps within the time of expiry, at most.</summary>
    private const int SweepsPerPeriod = 16;

    // The times of the latest sweeps by their number, modulo the length. A series expires before its sweep is overwritten.
    private readonly long[] _sweeps = new long[2 * SweepsPerPeriod];
    private long _sweep = -1;
    private int _expiredAge;

    /// <summary>Begins a sweep if one is due.</summary>
    public bool TryBeginSweep()
    {
        var now = time.GetTimestamp();
        if (_sweep >= 0 && time.GetElapsedTime(_sweeps[_sweep % _sweeps.Length], now) < after / SweepsPerPeriod)
            return false;
        _sweep++;
        _sweeps[_sweep % _sweeps.Length] = now;
        _expiredAge = 1;
        while (_expiredAge < _sweeps.Length && _expiredAge <= _sweep && time.GetElapsedTime(_sweeps[(_sweep - _expiredAge) % _sweeps.Length], now) < after)
            _expiredAge++;
        return true;
    }

    /// <summary>Returns whether the series was idle for too long, and marks it as expired if so. The family's lock is held.</summary>
    public bool Expire(Series series)
    {
        if (!series.IsIdle)
        {
            series.LastUsed = (byte)_sweep;
            series.ChangeMode(SeriesMode.Idle, default);
            return false;
        }
        if ((byte)(_sweep - series.LastUsed) < _expiredAge)
            return false;
        series.ChangeMode(SeriesMode.Expired, SeriesMode.Idle);
        return true;
    }
}
