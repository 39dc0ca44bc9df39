using Vernier.Families;

namespace Vernier.Registry;

/// <summary>Knows which callbacks and callback sources fail, and says so once for each change. Used within one walk at a time.</summary>
internal sealed class CollectorHealth(Action<CollectorStateChange>? onChange, Action<string> onFailure)
{
    // The families of a collector that failed when they were last prepared, while it is told as failing: a walk of some names may leave them out.
    private readonly Dictionary<string, HashSet<string>> _failing = [];
    private readonly Dictionary<string, Exception?> _outcomes = [];
    private readonly List<MetricFamily> _failed = [];

    /// <summary>Prepares a family for the walk; false when it failed and is left out.</summary>
    public bool Prepare(MetricFamily family, long walk)
    {
        try
        {
            family.Prepare(walk);
            _outcomes.TryAdd(family.CollectorName, null);
            _failing.GetValueOrDefault(family.CollectorName)?.Remove(family.Name);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever user code throws, the other families are still scraped; the failure is counted and reported below.
            _outcomes[family.CollectorName] = exception;
            _failed.Add(family);
            return false;
        }
    }

    /// <summary>Counts the failures of the walk, each collector once, and reports what has changed since the last one.</summary>
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
                Tell(new CollectorStateChange(collector, failure));
        }
        foreach (var family in _failed)
            _failing[family.CollectorName].Add(family.Name);
        _failed.Clear();
        _outcomes.Clear();
    }

    private void Tell(CollectorStateChange change)
    {
        try
        {
            onChange?.Invoke(change);
        }
        catch (Exception)
        {
            // A log that cannot be written must not fail the scrape. The failure that it would have told of is counted all the same.
        }
    }
}
