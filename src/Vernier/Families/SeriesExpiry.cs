namespace Vernier.Families;

/// <summary>
/// Tracks when the series of a family were last used, to the precision of the collections: each collection marks the series as idle, and the next
/// recording clears the mark. Used under the family's lock.
/// </summary>
internal sealed class SeriesExpiry(TimeSpan after, TimeProvider time)
{
    private readonly Dictionary<Series, long> _lastUsed = [];

    public void Added(Series series) => _lastUsed[series] = time.GetTimestamp();

    public void Removed(Series series) => _lastUsed.Remove(series);

    /// <summary>Returns whether the series was idle for too long, and marks it as expired if so.</summary>
    public bool Expire(Series series)
    {
        if (!series.IsIdle)
        {
            _lastUsed[series] = time.GetTimestamp();
            series.ChangeMode(SeriesMode.Idle, default);
            return false;
        }
        if (time.GetElapsedTime(_lastUsed[series]) < after)
            return false;
        series.ChangeMode(SeriesMode.Expired, SeriesMode.Idle);
        return true;
    }
}
