using Vernier.Instruments;
using Vernier.Registry;

namespace Vernier.Push.Loop;

/// <summary>Records what one target's pushes do.</summary>
internal sealed class PushMetrics
{
    private readonly Counter<PushLabels> _pushes;
    private readonly Histogram _duration;
    private readonly StateSet _breaker;
    private readonly string _target;

    public PushMetrics(MetricRegistry registry, string target)
    {
        _target = target;
        _pushes = registry.Counter(PushCatalogue.Pushes);
        _duration = registry.Histogram(PushCatalogue.Duration).With(new(target));
        _breaker = registry.StateSetFamily(PushCatalogue.Breaker).With(target);
        foreach (PushOutcome outcome in Enum.GetValues<PushOutcome>())
            _pushes.With(new(target, outcome));
        BreakerIs(BreakerState.Closed);
    }

    public void Pushed(PushOutcome outcome, TimeSpan duration)
    {
        _pushes.With(new(_target, outcome)).Inc();
        _duration.Observe(duration.TotalSeconds);
    }

    public void Skipped() => _pushes.With(new(_target, PushOutcome.Skipped)).Inc();

    public void BreakerIs(BreakerState state) => _breaker.Set(PushCatalogue.Breaker.States[(int)state]);
}
