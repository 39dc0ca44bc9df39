using Vernier.Families;

namespace Vernier;

/// <summary>
/// Observes the time from its creation to its disposal in the metric's unit: <c>milliseconds</c>, <c>microseconds</c> or <c>nanoseconds</c>, otherwise
/// seconds. Dispose it once. See <see cref="Histogram.Time"/> and <see cref="Summary.Time"/>.
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

    /// <summary>Gets the time since the timer was created.</summary>
    public TimeSpan Elapsed => _series is null ? TimeSpan.Zero : _series.Family.Settings.Time.GetElapsedTime(_start);

    /// <summary>Observes the time since the timer was created.</summary>
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
