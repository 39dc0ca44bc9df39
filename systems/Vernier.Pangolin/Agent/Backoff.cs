namespace Vernier.Pangolin.Agent;

/// <summary>The times between attempts to connect: the mean doubles up to a maximum, and each time is between half of the mean and one and a half.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan _initial;
    private readonly TimeSpan _maximum;
    private readonly Random _random;
    private TimeSpan _mean;

    public Backoff(TimeSpan initial, TimeSpan maximum, Random random)
    {
        _initial = initial;
        _maximum = maximum;
        _random = random;
        _mean = initial;
    }

    /// <summary>Returns the time before the next attempt.</summary>
    public TimeSpan Next()
    {
        var mean = _mean;
        _mean = mean * 2 < _maximum ? mean * 2 : _maximum;
        return Jittered(mean);
    }

    /// <summary>Returns the longest time, for a failure that does not end on its own.</summary>
    public TimeSpan Longest() => Jittered(_maximum);

    /// <summary>A connection was established.</summary>
    public void Reset() => _mean = _initial;

    private TimeSpan Jittered(TimeSpan mean) => mean * (0.5 + _random.NextDouble());
}
