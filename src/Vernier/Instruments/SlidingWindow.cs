namespace Vernier.Instruments;

/// <summary>Quantiles over a sliding window of time: a ring of sketches, of which the oldest is cleared when it leaves the window. One thread at a time may add; other threads may read meanwhile.</summary>
internal sealed class SlidingWindow
{
    /// <summary>The window advances by a fifth of its length.</summary>
    private const int Slices = 5;

    private readonly QuantileSketch[] _ring = [.. Enumerable.Range(0, Slices).Select(_ => new QuantileSketch())];
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

    /// <summary>Adds the values in the window to a sketch. Slices that have left the window are ignored, even if they are not cleared yet.</summary>
    public void AddTo(QuantileSketch sketch, long now)
    {
        var oldest = Math.Max(0, (now / _sliceLength) - Slices + 1);
        var newest = Volatile.Read(ref _slice);
        for (var slice = Math.Max(oldest, newest - Slices + 1); slice <= newest; slice++)
            sketch.Add(_ring[slice % Slices]);
    }

    private void Advance(long now)
    {
        var slice = now / _sliceLength;
        for (var old = Math.Max(_slice + 1, slice - Slices + 1); old <= slice; old++)
            _ring[old % Slices].Clear();
        Volatile.Write(ref _slice, slice);
        _sliceEnd = (slice + 1) * _sliceLength;
        _current = _ring[slice % Slices];
    }
}
