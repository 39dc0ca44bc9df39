namespace Vernier.Families;

/// <summary>All series of one metric. Made by a registry from a definition; all members are thread-safe.</summary>
public abstract class MetricFamily
{
    private object[] _writerCaches = [];

    private protected MetricFamily(MetricDefinition definition, FamilySettings settings)
    {
        Definition = definition;
        Settings = settings;
        LabelNames = [.. definition.Labels.Select(l => l.Name)];
        ConstantLabels = [.. settings.ConstantLabels.Concat(definition.ConstantLabels)
            .Select(l => KeyValuePair.Create(l.Key, LabelValue.Normalize(l.Value)))];
    }

    /// <summary>What the metric was defined as.</summary>
    public MetricDefinition Definition { get; }

    /// <summary>The full name as it is exposed.</summary>
    public string Name => Definition.Name;

    /// <summary>The names of the labels that distinguish its series, in the order in which they are exposed.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>The labels that every series has: the registry's, then the family's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; }

    /// <summary>How many series it has now.</summary>
    public abstract int SeriesCount { get; }

    internal FamilySettings Settings { get; }

    /// <summary>Guards the set of series and the mode of each.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Whose health stands for this family when preparing it fails.</summary>
    internal virtual string CollectorName => Name;

    /// <summary>
    /// Called before each walk, before anything of it is written: callbacks are read here, so that one that throws leaves out its own family
    /// and tears no other.
    /// </summary>
    /// <param name="walk">The number of the walk, growing by one each time.</param>
    internal virtual void Prepare(long walk)
    {
    }

    /// <summary>Shows the family to a visitor; nothing when it has no series.</summary>
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

    /// <summary>
    /// Marks a series as in use. One that had expired is taken in again, unless another one has its place, which is then returned.
    /// </summary>
    internal abstract Series Touch(Series series);
}
