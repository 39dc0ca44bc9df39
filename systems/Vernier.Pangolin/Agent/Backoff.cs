namespace Vernier.Pangolin.Agent;

/// <summary>The times between attempts to connect: the mean doubles up to a maximum, and each time is between half of the mean and one and a half.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan maximum, Random random)
{
    private TimeSpan _mean = initial;

    /// <summary>Returns the time before the next attempt.</summary>
    public TimeSpan Next()
    {
        var mean = _mean;
        _mean = mean * 2 < maximum ? mean * 2 : maximum;
        return Jittered(mean);
    }

    /// <summary>Returns the longest time, for a failure that does not end on its own.</summary>
    public TimeSpan Longest() => Jittered(maximum);

    /// <summary>A connection was established.</summary>
    public void Reset() => _mean = initial;

    private TimeSpan Jittered(TimeSpan mean) => mean * (0.5 + random.NextDouble());
}
