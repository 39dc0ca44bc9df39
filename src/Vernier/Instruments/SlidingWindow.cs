namespace Vernier.Instruments;

/// <summary>Quantiles over a sliding window of time: a ring of sketches, of which the oldest is cleared when it leaves the window. Not thread-safe.</summary>
internal sealed class SlidingWindow
{
    /// <summary>The window advances by a fifth of its length.</summary>
    private const int Slices = 5;

    private readonly QuantileSketch[] _ring = [.. Enumerable.Range(0, Slices).Select(_ => new QuantileSketch())];
    private readonly QuantileSketch _merged = new();
    private readonly long _sliceLength;
    private long _slice;
    private long _sliceEnd;
    private QuantileSketch _current;

    /// <param name="length">The maximum age of a value.</param>
    /// <param name="now">The current time in milliseconds.</param>
    public SlidingWindow(TimeSpan length, long now)
    {
        _sliceLength = (long)length.TotalMilliseconds / Slices;
        _slice = now / _sliceLength;
        _sliceEnd = (_slice + 1) * _sliceLength;
        _current = _ring[_slice % Slices];
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value, long now)
    {
        if (now >= _sliceEnd)
            Advance(now);
        _current.Add(value);
    }

    /// <summary>Computes the values at several quantiles.</summary>
    public void Quantiles(ReadOnlySpan<double> quantiles, Span<double> values, long now)
    {
        if (now >= _sliceEnd)
            Advance(now);
        _merged.Clear();
        foreach (var sketch in _ring)
            _merged.Add(sketch);
        for (var i = 0; i < quantiles.Length; i++)
            values[i] = _merged.Quantile(quantiles[i]);
    }

    private void Advance(long now)
    {
        var slice = now / _sliceLength;
        for (var old = Math.Max(_slice + 1, slice - Slices + 1); old <= slice; old++)
            _ring[old % Slices].Clear();
        _slice = slice;
        _sliceEnd = (slice + 1) * _sliceLength;
        _current = _ring[slice % Slices];
    }
}
