using Vernier.Families;

namespace Vernier.Registry;

/// <summary>Tracks which callbacks and callback sources fail, and reports each change once. Used within one collection at a time.</summary>
internal sealed class CollectorHealth(Action<CollectorStateChange>? onChange, Action<string> onFailure)
{
    // By failing collector, the families that failed when they were last prepared. A collection by name may not have included them since.
    private readonly Dictionary<string, HashSet<string>> _failing = [];
    private readonly Dictionary<string, Exception?> _outcomes = [];
    private readonly List<MetricFamily> _failed = [];

    /// <summary>Prepares the next family of the collection; false if it failed and must be skipped.</summary>
    public bool Prepare(MetricFamily family, CallbackReadings? readings)
    {
        try
        {
            if (family.Collector is null)
                family.Prepare();
            else
                readings!.ApplyNext();
            _outcomes.TryAdd(family.CollectorName, null);
            _failing.GetValueOrDefault(family.CollectorName)?.Remove(family.Name);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever user code throws, the other families are still collected; EndPrepare counts and reports the failure.
            _outcomes[family.CollectorName] = exception;
            _failed.Add(family);
            return false;
        }
    }

    /// <summary>Counts the failures of the collection, once per collector, and reports what has changed since the previous one.</summary>
    public void EndPrepare()
    {
        foreach ((var collector, var failure) in _outcomes)
        {
            if (failure is not null)
                onFailure(collector);
            var changes = failure is not null
                ? _failing.TryAdd(collector, [])
                : _failing.GetValueOrDefault(collector) is { Count: 0 } && _failing.Remove(collector);
            if (changes)
                Report(new CollectorStateChange(collector, failure));
        }
        foreach (var family in _failed)
            _failing[family.CollectorName].Add(family.Name);
        _failed.Clear();
        _outcomes.Clear();
    }

    private void Report(CollectorStateChange change)
    {
        try
        {
            onChange?.Invoke(change);
        }
        catch (Exception)
        {
            // A failing handler must not fail the scrape. The collector's failure is counted in any case.
        }
    }
}
