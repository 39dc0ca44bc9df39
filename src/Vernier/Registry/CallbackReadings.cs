using Vernier.Families;

namespace Vernier.Registry;

/// <summary>
/// What the callbacks have reported to one collection. They are called before the collection has its turn, so that one that hangs delays neither
/// other callbacks nor collections without it. Callbacks of one source are called together, so that they report the same sample.
/// </summary>
internal sealed class CallbackReadings
{
    // One for each family with a callback, in the order of the collection.
    private readonly FamilyReading?[] _readings;
    private readonly long _collection;
    private int _applied;

    private CallbackReadings(int count, long collection)
    {
        _readings = new FamilyReading?[count];
        _collection = collection;
    }

    /// <summary>Calls the callbacks of a collection; null if it has none.</summary>
    /// <param name="families">The families of the collection.</param>
    /// <param name="collection">The number of the collection.</param>
    /// <param name="run">The collection.</param>
    /// <exception cref="OperationCanceledException">The collection was canceled.</exception>
    public static CallbackReadings? Read(ReadOnlySpan<MetricFamily> families, long collection, CollectionRun run)
    {
        var count = 0;
        foreach (var family in families)
        {
            if (family.Collector is not null)
                count++;
        }
        if (count == 0)
            return null;

        var readings = new CallbackReadings(count, collection);
        var next = 0;
        for (var i = 0; i < families.Length; i++)
        {
            if (families[i].Collector is not { } collector)
                continue;
            if (readings._readings[next] is null)
            {
                readings.Read(collector, families.Slice(i, collector.IsShared ? families.Length - i : 1), next, run);
                run.ThrowIfStopped();
            }
            next++;
        }
        return readings;
    }

    /// <summary>
    /// Updates the series of the next family with a callback, in the order of the collection; throws what its callback has thrown.
    /// </summary>
    public void ApplyNext() => _readings[_applied++]!.Apply();

    /// <summary>Calls the callbacks of those families that have this collector.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="families">The families, of which the first one has this collector.</param>
    /// <param name="next">The index of the reading of the first family.</param>
    /// <param name="run">The collection.</param>
    private void Read(Collector collector, ReadOnlySpan<MetricFamily> families, int next, CollectionRun run)
    {
        var timeout = run.TryEnter(collector) ? null : new FailedReading(collector.Timeout);
        try
        {
            foreach (var family in families)
            {
                if (family.Collector is null)
                    continue;
                if (family.Collector == collector)
                    _readings[next] = timeout ?? Read(family);
                next++;
            }
        }
        finally
        {
            if (timeout is null)
                run.Exit(collector);
        }
    }

    private FamilyReading Read(MetricFamily family)
    {
        try
        {
            return family.Read(_collection);
        }
        catch (Exception exception)
        {
            // Whatever user code throws, the other families are still collected; CollectorHealth counts and reports the failure.
            return new FailedReading(exception);
        }
    }
}
