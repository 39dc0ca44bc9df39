using System.Runtime.ExceptionServices;
using Vernier.Families;

namespace Vernier.Registry;

/// <summary>
/// What the callbacks have reported to one collection. They are called before the collection has its turn, so that one that hangs delays neither
/// other callbacks nor collections without it. Callbacks of one source are called together, so that they report the same sample.
/// </summary>
internal sealed class CallbackReadings
{
    private readonly Dictionary<MetricFamily, FamilyReading> _readings = [];
    private readonly Dictionary<MetricFamily, ExceptionDispatchInfo> _failures = [];
    private readonly long _collection;

    private CallbackReadings(long collection) => _collection = collection;

    /// <summary>Calls the callbacks of a collection; null if it has none.</summary>
    /// <param name="families">The families of the collection.</param>
    /// <param name="collection">The number of the collection.</param>
    /// <param name="run">The collection.</param>
    /// <exception cref="OperationCanceledException">The collection was canceled.</exception>
    public static CallbackReadings? Read(MetricFamily[] families, long collection, CollectionRun run)
    {
        List<MetricFamily>? withCallback = null;
        foreach (var family in families)
        {
            if (family.Collector is not null)
                (withCallback ??= []).Add(family);
        }
        if (withCallback is null)
            return null;

        var readings = new CallbackReadings(collection);
        foreach (var group in withCallback.GroupBy(f => f.Collector!))
        {
            readings.Read(group.Key, group, run);
            run.ThrowIfStopped();
        }
        return readings;
    }

    /// <summary>Updates the series of a family with a callback; throws what its callback has thrown.</summary>
    public void Apply(MetricFamily family)
    {
        _failures.GetValueOrDefault(family)?.Throw();
        _readings[family].Apply(_collection);
    }

    private void Read(Collector collector, IEnumerable<MetricFamily> families, CollectionRun run)
    {
        if (!run.TryEnter(collector))
        {
            var failure = ExceptionDispatchInfo.Capture(collector.Timeout);
            foreach (var family in families)
                _failures.Add(family, failure);
            return;
        }
        try
        {
            foreach (var family in families)
                Read(family);
        }
        finally
        {
            run.Exit(collector);
        }
    }

    private void Read(MetricFamily family)
    {
        try
        {
            _readings.Add(family, family.Read(_collection));
        }
        catch (Exception exception)
        {
            // Whatever user code throws, the other families are still collected; CollectorHealth counts and reports the failure.
            _failures.Add(family, ExceptionDispatchInfo.Capture(exception));
        }
    }
}
