namespace Vernier.Families;

/// <summary>
/// Knows when the series of a family were last recorded to, as closely as it is asked: a series that is asked about is marked idle, and the next
/// recording takes the mark away. Used under the family's lock.
/// </summary>
internal sealed class SeriesExpiry(TimeSpan after, TimeProvider time)
{
    private readonly Dictionary<Series, long> _lastRecorded = [];

    public void Added(Series series) => _lastRecorded[series] = time.GetTimestamp();

    public void Removed(Series series) => _lastRecorded.Remove(series);

    /// <summary>Whether the series was not recorded to for too long; then it is marked as expired.</summary>
    public bool Expire(Series series)
    {
        if (!series.IsIdle)
        {
            _lastRecorded[series] = time.GetTimestamp();
            series.ChangeMode(SeriesMode.Idle, default);
            return false;
        }
        if (time.GetElapsedTime(_lastRecorded[series]) < after)
            return false;
        series.ChangeMode(SeriesMode.Expired, SeriesMode.Idle);
        return true;
    }
}
