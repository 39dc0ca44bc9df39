using Vernier.Cells;
using Vernier.Families;
using Vernier.Registry;

namespace Vernier;

/// <summary>
/// Holds metric families, creates their instruments, and is collected by whatever exposes them. An application may have one or several registries;
/// no static default exists. All members are thread-safe.
/// </summary>
public sealed class MetricRegistry
{
    private readonly Lock _registrationGate = new();
    private readonly Lock _collectionGate = new();
    private readonly Dictionary<string, MetricFamily> _byName = [];
    private readonly FamilySettings _settings;
    private readonly CollectorHealth _health;
    private MetricFamily[] _families = [];
    private long _collections;

    /// <summary>Creates an empty registry.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="MetricDefinitionException">A constant label is invalid.</exception>
    public MetricRegistry(MetricRegistryOptions? options = null)
    {
        options ??= new MetricRegistryOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxSeriesPerFamily);
        new GaugeDefinition("constant_labels", "Validates the labels, and names them in messages.") { ConstantLabels = options.ConstantLabels }.Validate();
        _settings = new FamilySettings
        {
            Time = options.TimeProvider,
            Clock = new CachedClock(options.TimeProvider),
            ConstantLabels = [.. options.ConstantLabels],
            MaxSeries = options.MaxSeriesPerFamily,
            OnOverflow = family => Self?.SeriesOverflowed(family.Name),
        };
        _health = new CollectorHealth(options.OnCollectorStateChanged, collector => Self?.CollectorFailed(collector));
        if (options.SelfMetrics)
            Self = new SelfMetrics(this);
    }

    /// <summary>Gets the registry's clock.</summary>
    public TimeProvider TimeProvider => _settings.Time;

    /// <summary>Gets all families, ordered by name.</summary>
    public IReadOnlyList<MetricFamily> Families => Volatile.Read(ref _families);

    /// <summary>The registry's metrics about itself; null if they are disabled.</summary>
    internal SelfMetrics? Self { get; }

    /// <summary>
    /// Collects the families in the order of their names. Callbacks are called first; a family whose callback throws is skipped and counted in
    /// <c>vernier_collector_failures_total</c>. Collections of one registry run one after the other. They block recordings only briefly: while a
    /// single series is read, or while a family looks for expired series.
    /// </summary>
    /// <param name="visitor">Receives the families.</param>
    /// <param name="names">Names of metrics or of series (<c>x_bucket</c>); only families with one of these names are collected. Null for all.</param>
    /// <exception cref="InvalidOperationException">The caller is a callback or a visitor within a collection of the same registry.</exception>
    public void Collect(ICollectionVisitor visitor, IReadOnlySet<string>? names = null) => Collect(visitor, names, null);

    /// <summary>
    /// Creates a consumer, which collects like <see cref="Collect(ICollectionVisitor, IReadOnlySet{string}?)"/> and learns which series have
    /// disappeared since its previous collection. For consumers that write to a store, such as remote write, and must mark the end of a series.
    /// </summary>
    public CollectionConsumer CreateConsumer() => new(this);

    internal void Collect(ICollectionVisitor visitor, IReadOnlySet<string>? names, CollectionConsumer? consumer)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (_collectionGate.IsHeldByCurrentThread)
            throw new InvalidOperationException("A callback or a visitor cannot collect the registry that is calling it.");
        lock (_collectionGate)
        {
            CellStore.RemoveEndedThreads();
            using var sums = CollectionSums.Begin();
            CollectionContext context = new(TimeProvider.GetUtcNow());
            var families = Select(names);
            var prepared = Prepare(families, ++_collections);
            var receiver = consumer?.Track(visitor) ?? visitor;
            receiver.BeginCollection(context);
            foreach (var family in prepared)
                family.Collect(receiver);
            consumer?.ReportDisappeared(families, visitor);
            receiver.EndCollection();
            consumer?.Commit(families);
        }
    }

    /// <summary>Returns the family of a definition, and creates it on the first call.</summary>
    /// <exception cref="MetricDefinitionException">The definition is invalid.</exception>
    /// <exception cref="MetricClashException">Another metric already uses the name, or the name of a series.</exception>
    internal TFamily GetOrAdd<TFamily>(MetricDefinition definition, Func<MetricDefinition, FamilySettings, TFamily> create)
        where TFamily : MetricFamily
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        lock (_registrationGate)
        {
            if (_byName.GetValueOrDefault(definition.Name) is { } existing && existing.Name == definition.Name)
            {
                if (DefinitionDifference.Between(definition, existing.Definition) is { } difference)
                    throw new MetricClashException($"{definition}: {difference}.");
                return existing as TFamily ?? throw new MetricClashException(
                    $"{definition}: already registered in another way (with a label set, with label names, or as a callback).");
            }
            return Add(definition, create);
        }
    }

    private TFamily Add<TFamily>(MetricDefinition definition, Func<MetricDefinition, FamilySettings, TFamily> create)
        where TFamily : MetricFamily
    {
        var names = SeriesNames.Of(definition);
        foreach (var name in names)
        {
            if (_byName.GetValueOrDefault(name) is { } other)
                throw new MetricClashException($"{definition} ({definition.Type}): '{name}' is already used by {other.Name} ({other.Definition.Type}).");
        }
        foreach ((var name, _) in _settings.ConstantLabels)
        {
            var isState = definition.Type == MetricType.StateSet && name == definition.Name;
            if (isState || definition.Labels.Any(l => l.Name == name) || definition.ConstantLabels.Any(l => l.Key == name))
                throw new MetricDefinitionException($"{definition}: the label '{name}' is a constant label of the registry.");
        }

        var family = create(definition, _settings);
        foreach (var name in names)
            _byName.Add(name, family);
        Volatile.Write(ref _families, [.. _families.Append(family).OrderBy(f => f.Name, StringComparer.Ordinal)]);
        return family;
    }

    /// <summary>Prepares the families, and returns those that can be collected.</summary>
    private List<MetricFamily> Prepare(MetricFamily[] families, long collection)
    {
        var prepared = new List<MetricFamily>(families.Length);
        foreach (var family in families)
        {
            if (_health.Prepare(family, collection))
                prepared.Add(family);
        }
        _health.EndPrepare();
        return prepared;
    }

    private MetricFamily[] Select(IReadOnlySet<string>? names)
    {
        if (names is null)
            return Volatile.Read(ref _families);
        lock (_registrationGate)
            return [.. names.Select(n => _byName.GetValueOrDefault(n)).OfType<MetricFamily>().Distinct().OrderBy(f => f.Name, StringComparer.Ordinal)];
    }
}
