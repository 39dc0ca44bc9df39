using Vernier.Families;

namespace Vernier;

/// <summary>
/// Measures the time from its creation to its disposal and observes it, in the metric's unit: <c>milliseconds</c>, <c>microseconds</c>,
/// <c>nanoseconds</c>, otherwise seconds. Dispose it once.
/// </summary>
public readonly struct DurationTimer : IDisposable
{
    private readonly Series _series;
    private readonly long _start;

    internal DurationTimer(Series series)
    {
        _series = series;
        _start = series.Family.Settings.Time.GetTimestamp();
    }

    /// <summary>The time since the timer was made.</summary>
    public TimeSpan Elapsed => _series is null ? TimeSpan.Zero : _series.Family.Settings.Time.GetElapsedTime(_start);

    /// <summary>Observes the time since the timer was made.</summary>
    public void Dispose()
    {
        switch (_series)
        {
            case Histogram histogram:
                histogram.Observe(InUnit());
                break;
            case Summary summary:
                summary.Observe(InUnit());
                break;
        }
    }

    private double InUnit() => _series.Family.Definition.Unit switch
    {
        "milliseconds" => Elapsed.TotalMilliseconds,
        "microseconds" => Elapsed.TotalMicroseconds,
        "nanoseconds" => Elapsed.TotalNanoseconds,
        _ => Elapsed.TotalSeconds,
    };
}
