using Vernier.Families;

namespace Vernier.Registry;

/// <summary>
/// Collects a registry repeatedly, and reports to its visitors which series have disappeared since the previous collection
/// (<see cref="ICollectionVisitor.Disappeared"/>). It keeps a reference to each series of its latest collection. Created by
/// <see cref="MetricRegistry.CreateConsumer"/>; all members are thread-safe.
/// </summary>
public sealed class CollectionConsumer
{
    private readonly MetricRegistry _registry;

    // Used within a collection, so by one thread at a time.
    private readonly Dictionary<MetricFamily, ShownSeries> _shown = [];

    internal CollectionConsumer(MetricRegistry registry) => _registry = registry;

    /// <summary>
    /// Collects the registry like <see cref="MetricRegistry.Collect(ICollectionVisitor, IReadOnlySet{string}?)"/>. If the visitor throws, the
    /// collection does not count: the next one reports what has disappeared since the one before.
    /// </summary>
    /// <param name="visitor">Receives the families, then the series that have disappeared.</param>
    /// <param name="names">
    /// Names of metrics or of series; only families with one of these names are collected and compared with their previous collection. Null for all.
    /// </param>
    /// <exception cref="InvalidOperationException">The caller is a callback or a visitor within a collection of the same registry.</exception>
    public void Collect(ICollectionVisitor visitor, IReadOnlySet<string>? names = null) => _registry.Collect(visitor, names, this);

    /// <summary>Begins a collection, and returns a visitor that records its series.</summary>
    internal ICollectionVisitor Track(ICollectionVisitor visitor)
    {
        foreach (var shown in _shown.Values)
            shown.Current.Clear();
        return new Tracker(visitor, _shown);
    }

    internal void ReportDisappeared(IReadOnlyList<MetricFamily> families, ICollectionVisitor visitor)
    {
        foreach (var family in families)
            _shown.GetValueOrDefault(family)?.ReportDisappeared(visitor);
    }

    /// <summary>Ends a collection of these families.</summary>
    internal void Commit(IReadOnlyList<MetricFamily> families)
    {
        foreach (var family in families)
            _shown.GetValueOrDefault(family)?.Commit();
    }

    /// <summary>The series of one family in the previous and in the current collection.</summary>
    private sealed class ShownSeries
    {
        public List<Series> Previous { get; private set; } = [];

        public List<Series> Current { get; private set; } = [];

        public void ReportDisappeared(ICollectionVisitor visitor)
        {
            // Both lists are in order of creation, so what stays is matched by one pass over both, and new series are the rest of the current list.
            var missing = new List<Series>();
            var next = 0;
            foreach (var series in Previous)
            {
                if (next < Current.Count && Current[next] == series)
                    next++;
                else
                    missing.Add(series);
            }

            // A series that was removed and created again, or has expired and was used again, has moved to that rest.
            if (missing.Count == 0)
                return;
            var rest = Current.Skip(next).ToHashSet(LabelComparer.Instance);
            foreach (var series in missing)
            {
                if (!rest.Contains(series))
                    visitor.Disappeared(series);
            }
        }

        public void Commit()
        {
            (Previous, Current) = (Current, Previous);
            Current.Clear();
        }
    }

    /// <summary>Compares series of one family by their labels.</summary>
    private sealed class LabelComparer : IEqualityComparer<Series>
    {
        public static readonly LabelComparer Instance = new();

        public bool Equals(Series? one, Series? other) => one!.LabelValues.SequenceEqual(other!.LabelValues);

        public int GetHashCode(Series series) => (int)LabelHash.Full(series.LabelValues);
    }

    /// <summary>Records the series that a visitor receives.</summary>
    private sealed class Tracker(ICollectionVisitor visitor, Dictionary<MetricFamily, ShownSeries> shown) : ICollectionVisitor
    {
        private List<Series> _current = [];

        public void BeginCollection(CollectionContext context) => visitor.BeginCollection(context);

        public void BeginFamily(MetricFamily family)
        {
            if (!shown.TryGetValue(family, out var series))
                shown.Add(family, series = new ShownSeries());
            _current = series.Current;
            visitor.BeginFamily(family);
        }

        public void Counter(Series series, double value, Exemplar? exemplar)
        {
            _current.Add(series);
            visitor.Counter(series, value, exemplar);
        }

        public void Gauge(Series series, double value)
        {
            _current.Add(series);
            visitor.Gauge(series, value);
        }

        public void Histogram(Series series, in HistogramSnapshot snapshot)
        {
            _current.Add(series);
            visitor.Histogram(series, in snapshot);
        }

        public void NativeHistogram(Series series, in NativeHistogramSnapshot snapshot)
        {
            _current.Add(series);
            visitor.NativeHistogram(series, in snapshot);
        }

        public void Summary(Series series, in SummarySnapshot snapshot)
        {
            _current.Add(series);
            visitor.Summary(series, in snapshot);
        }

        public void Info(Series series)
        {
            _current.Add(series);
            visitor.Info(series);
        }

        public void StateSet(Series series, in StateSetSnapshot snapshot)
        {
            _current.Add(series);
            visitor.StateSet(series, in snapshot);
        }

        public void EndFamily(MetricFamily family) => visitor.EndFamily(family);

        public void Disappeared(Series series) => visitor.Disappeared(series);

        public void EndCollection() => visitor.EndCollection();
    }
}
