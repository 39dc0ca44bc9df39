namespace Vernier.Instruments;

/// <summary>Quantiles of the values of the last while: a ring of sketches, the oldest of which is emptied when its time is over. Not thread-safe.</summary>
internal sealed class SlidingWindow
{
    /// <summary>The window moves on by a fifth of its length.</summary>
    private const int Slices = 5;

    private readonly QuantileSketch[] _ring = [.. Enumerable.Range(0, Slices).Select(_ => new QuantileSketch())];
    private readonly QuantileSketch _merged = new();
    private readonly long _sliceLength;
    private long _slice;

    public SlidingWindow(long length, long now)
    {
        _sliceLength = Math.Max(1, length / Slices);
        _slice = now / _sliceLength;
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value, long now)
    {
        Advance(now);
        _ring[_slice % Slices].Add(value);
    }

    /// <summary>The values at several quantiles.</summary>
    public void Quantiles(ReadOnlySpan<double> quantiles, Span<double> values, long now)
    {
        Advance(now);
        _merged.Clear();
        foreach (QuantileSketch sketch in _ring)
            _merged.Add(sketch);
        for (int i = 0; i < quantiles.Length; i++)
            values[i] = _merged.Quantile(quantiles[i]);
    }

    private void Advance(long now)
    {
        long slice = now / _sliceLength;
        if (slice <= _slice)
            return;
        for (long old = Math.Max(_slice + 1, slice - Slices + 1); old <= slice; old++)
            _ring[old % Slices].Clear();
        _slice = slice;
    }
}
