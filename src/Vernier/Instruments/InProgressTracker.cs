namespace Vernier;

/// <summary>An operation in progress that a gauge counts until the tracker is disposed. Dispose it once. See <see cref="Gauge.TrackInProgress"/>.</summary>
public readonly struct InProgressTracker : IDisposable
{
    private readonly Gauge _gauge;

    internal InProgressTracker(Gauge gauge) => _gauge = gauge.Enter();

    /// <summary>Subtracts 1 from the gauge.</summary>
    public void Dispose() => _gauge?.Leave();
}
