namespace Vernier.Push.Loop;

/// <summary>Records the pushes to one target.</summary>
internal sealed class PushMetrics
{
    private readonly CounterFamily<PushLabels> _pushes;
    private readonly Histogram _duration;
    private readonly StateSet _breaker;
    private readonly string _target;

    public PushMetrics(MetricRegistry registry, string target)
    {
        _target = target;
        _pushes = registry.Counter(PushCatalog.Pushes);
        _duration = registry.Histogram(PushCatalog.Duration).With(new(target));
        _breaker = registry.StateSetFamily(PushCatalog.Breaker).With(target);
        foreach (var outcome in Enum.GetValues<PushOutcome>())
            _pushes.With(new(target, outcome));
        SetBreaker(BreakerState.Closed);
    }

    public void Pushed(PushOutcome outcome, TimeSpan duration)
    {
        _pushes.With(new(_target, outcome)).Inc();
        _duration.Observe(duration.TotalSeconds);
    }

    public void Skipped() => _pushes.With(new(_target, PushOutcome.Skipped)).Inc();

    public void SetBreaker(BreakerState state) => _breaker.Set(PushCatalog.Breaker.States[(int)state]);
}
