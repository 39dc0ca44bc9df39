using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>All series of one metric. A registry creates it from a definition. All members are thread-safe.</summary>
public abstract class MetricFamily
{
    private object[] _writerCaches = [];

    private protected MetricFamily(MetricDefinition definition, FamilySettings settings)
    {
        Definition = definition;
        Settings = settings;
        var labels = definition.Labels;
        LabelNames = [.. labels.Select(l => l.Name)];
        ConstantLabels = Normalize(settings.ConstantLabels, definition.ConstantLabels);
        IsSimple = definition.Unit is null && definition.ConstantLabels.Count == 0 && definition.MaxSeries == 0 && definition.ExpireAfter is null
            && !definition.Exemplars;
        HasSimpleLabels = labels.All(l => l.MaxValues == 0 && l.Values is null);
    }

    /// <summary>Gets the definition of the metric.</summary>
    public MetricDefinition Definition { get; }

    /// <summary>Gets the name of the metric, as it is exposed.</summary>
    public string Name => Definition.Name;

    /// <summary>Gets the names of the labels that distinguish the series, in the order in which they are exposed.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Gets the labels that all series have: the registry's, then the family's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; }

    /// <summary>Gets the current number of series.</summary>
    public abstract int SeriesCount { get; }

    internal FamilySettings Settings { get; }

    /// <summary>Whether the definition has the defaults of everything but its labels that a registration by name cannot specify.</summary>
    internal bool IsSimple { get; }

    /// <summary>Whether the labels have only a name.</summary>
    internal bool HasSimpleLabels { get; }

    /// <summary>Guards the set of series and the mode of each.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The name under which failures to prepare the family are counted.</summary>
    internal virtual string CollectorName => Name;

    /// <summary>What calls the callback of the family; null if the family has none.</summary>
    internal virtual Collector? Collector => null;

    /// <summary>Calls the callback. The collector is entered; the collection has not yet had its turn.</summary>
    /// <param name="collection">The number of the collection, which is never used twice.</param>
    internal virtual FamilyReading Read(long collection) => throw new InvalidOperationException($"{Name} has no callback.");

    /// <summary>Prepares a family without a callback for a collection, before any family is collected.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>Passes the family to a visitor, unless it has no series.</summary>
    internal abstract void Collect(ICollectionVisitor visitor);

    /// <summary>
    /// Returns what writers of one kind keep with the family, such as encoded names; it is created on the first call, and dropped when the
    /// family is collected without series. Called within a collection, so by one thread at a time.
    /// </summary>
    internal T WriterCache<T>(Func<MetricFamily, T> create)
        where T : class
    {
        foreach (var cache in _writerCaches)
        {
            if (cache is T found)
                return found;
        }
        var created = create(this);
        _writerCaches = [.. _writerCaches, created];
        return created;
    }

    private protected void DropWriterCaches() => _writerCaches = [];

    private static KeyValuePair<string, string>[] Normalize(
        IReadOnlyList<KeyValuePair<string, string>> ofRegistry, IReadOnlyList<KeyValuePair<string, string>> ofFamily)
    {
        var labels = new KeyValuePair<string, string>[ofRegistry.Count + ofFamily.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            (var name, var value) = i < ofRegistry.Count ? ofRegistry[i] : ofFamily[i - ofRegistry.Count];
            labels[i] = new(name, LabelValue.Normalize(value));
        }
        return labels;
    }

    /// <summary>
    /// Marks a series as in use and returns it. An expired series is added again, unless another one has taken its place; then that one is
    /// marked and returned.
    /// </summary>
    internal abstract Series Use(Series series);
}
