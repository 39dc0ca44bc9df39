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

    /// <param name="families">The families of the collection; those without a callback are ignored.</param>
    /// <param name="collection">The number of the collection.</param>
    /// <param name="run">The collection.</param>
    /// <exception cref="OperationCanceledException">The collection was canceled.</exception>
    public CallbackReadings(IEnumerable<MetricFamily> families, long collection, CollectionRun run)
    {
        _collection = collection;
        foreach (var group in families.Where(f => f.Collector is not null).GroupBy(f => f.Collector!))
        {
            if (run.TryEnter(group.Key))
            {
                try
                {
                    foreach (var family in group)
                        Read(family);
                }
                finally
                {
                    run.Exit(group.Key);
                }
            }
            else
            {
                var failure = ExceptionDispatchInfo.Capture(group.Key.Timeout);
                foreach (var family in group)
                    _failures.Add(family, failure);
            }
            run.ThrowIfStopped();
        }
    }

    /// <summary>Prepares a family for its turn in the collection; throws what its callback has thrown.</summary>
    public void Apply(MetricFamily family)
    {
        _failures.GetValueOrDefault(family)?.Throw();
        if (_readings.GetValueOrDefault(family) is { } reading)
            reading.Apply(_collection);
        else
            family.Prepare();
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
