using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, MetricFamily> _byName = []; // Written under the gate; by all names that a family reserves.
    private readonly List<MetricFamily> _inOrderOfRegistration = [];
    private readonly List<MetricFamily> _prepared = []; // Used within a collection, so by one thread at a time.
    private readonly FamilySettings _settings;
    private readonly CollectorHealth _health;
    private readonly AsyncLocal<CollectionRun?> _run = new();
    private MetricFamily[]? _families; // By name; null until the families are read after a registration.
    private long _collections;

    /// <summary>Creates an empty registry.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="MetricDefinitionException">A constant label is invalid.</exception>
    /// <exception cref="ArgumentException">Another option is null or out of range.</exception>
    public MetricRegistry(MetricRegistryOptions? options = null)
    {
        options ??= new MetricRegistryOptions();
        options.Validate();
        _settings = new FamilySettings
        {
            Time = options.TimeProvider,
            Clock = new CachedClock(options.TimeProvider),
            ConstantLabels = [.. options.ConstantLabels],
            MaxSeries = options.MaxSeriesPerFamily,
            CallbackTimeout = options.CallbackTimeout,
            OnOverflow = family => Self?.SeriesOverflowed(family.Name),
        };
        _health = new CollectorHealth(options.OnCollectorStateChanged, collector => Self?.CollectorFailed(collector));
        if (options.SelfMetrics)
            Self = new SelfMetrics(this);
    }

    /// <summary>Gets the registry's clock.</summary>
    public TimeProvider TimeProvider => _settings.Time;

    /// <summary>Gets all families, ordered by name. The list does not change; metrics that are registered later are in a new one.</summary>
    public IReadOnlyList<MetricFamily> Families => SortedFamilies();

    /// <summary>The number of series of all families.</summary>
    internal long SeriesCount
    {
        get
        {
            long count = 0;
            foreach (var family in SortedFamilies())
                count += family.SeriesCount;
            return count;
        }
    }

    internal FamilySettings Settings => _settings;

    /// <summary>The registry's metrics about itself; null if they are disabled.</summary>
    internal SelfMetrics? Self { get; }

    /// <summary>
    /// Collects the families in the order of their names. Callbacks are called first, on the calling thread; a family whose callback throws is
    /// skipped and counted in <c>vernier_collector_failures_total</c>. So is one whose callback another collection has been calling for longer than
    /// <see cref="MetricRegistryOptions.CallbackTimeout"/>. Collections block recordings only briefly, while a family looks for expired series.
    /// </summary>
    /// <remarks>
    /// Several collections can call callbacks at the same time, but never the same callback or callback source. With the values of their callbacks,
    /// they visit families one after the other.
    /// </remarks>
    /// <param name="visitor">Receives the families.</param>
    /// <param name="names">Names of metrics or of series (<c>x_bucket</c>); only families with one of these names are collected. Null for all.</param>
    /// <exception cref="InvalidOperationException">The caller is a callback or a visitor within a collection of the same registry.</exception>
    public void Collect(ICollectionVisitor visitor, IReadOnlySet<string>? names = null) => Collect(visitor, names, null);

    /// <summary>
    /// Creates a consumer, which collects like <see cref="Collect(ICollectionVisitor, IReadOnlySet{string}?)"/> and learns which series have
    /// disappeared since its previous collection. For consumers that write to a store, such as remote write, and must mark the end of a series.
    /// </summary>
    public CollectionConsumer CreateConsumer() => new(this);

    internal void Collect(ICollectionVisitor visitor, IReadOnlySet<string>? names, CollectionConsumer? consumer, CollectionRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ThrowIfCollecting();
        run ??= new CollectionRun(CancellationToken.None);
        _run.Value = run;
        try
        {
            CollectionContext context = new(TimeProvider.GetUtcNow());
            var families = Select(names);
            var readings = CallbackReadings.Read(families, Interlocked.Increment(ref _collections), run);
            lock (_collectionGate)
            {
                CellStore.RemoveEndedThreads();
                Prepare(families, readings);
                var receiver = consumer?.Track(visitor) ?? visitor;
                receiver.BeginCollection(context);
                using (CollectionSums.Begin())
                {
                    foreach (var family in _prepared)
                        family.Collect(receiver);
                }
                consumer?.ReportDisappeared(families, visitor);
                receiver.EndCollection();
                consumer?.Commit(families);
            }
        }
        finally
        {
            run.End();
            _run.Value = null;
        }
    }

    /// <summary>Throws if the caller is a callback or a visitor of a collection in progress, on whatever thread: each would wait for the other.</summary>
    internal void ThrowIfCollecting()
    {
        if (_run.Value is { HasEnded: false })
            throw new InvalidOperationException("A callback or a visitor cannot collect the registry that is calling it.");
    }

    /// <summary>Returns the family of a definition, and creates it on the first call.</summary>
    /// <exception cref="MetricDefinitionException">The definition is invalid.</exception>
    /// <exception cref="MetricClashException">Another metric already uses the name, or the name of a series.</exception>
    internal TFamily GetOrAddFamily<TFamily>(MetricDefinition definition, Func<MetricDefinition, FamilySettings, TFamily> create)
        where TFamily : MetricFamily
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (FindEqual(definition) is TFamily equal)
            return equal;
        definition.Validate();
        lock (_registrationGate)
        {
            if (Find(definition.Name) is not { } existing)
                return Add(definition, create);
            if (DefinitionDifference.Between(definition, existing.Definition) is { } difference)
                throw new MetricClashException($"{definition}: {difference}.");
            return existing as TFamily ?? throw new MetricClashException(
                $"{definition}: already registered in another way (with a label set, with label names, or as a callback).");
        }
    }

    /// <summary>Returns the family that was registered with an equal definition. A definition that equals a valid one needs no validation.</summary>
    private MetricFamily? FindEqual(MetricDefinition definition) =>
        definition.Name is { } name && Find(name) is { } family && DefinitionDifference.AreEqual(definition, family.Definition) ? family : null;

    /// <summary>Returns the family with this name; null if there is none. Takes no lock.</summary>
    internal MetricFamily? Find(string name) => _byName.TryGetValue(name, out var family) && family.Name == name ? family : null;

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
            _byName[name] = family;
        _inOrderOfRegistration.Add(family);
        Volatile.Write(ref _families, null);
        return family;
    }

    // Sorted when it is needed, because sorting at each registration would take quadratic time.
    private MetricFamily[] SortedFamilies()
    {
        if (Volatile.Read(ref _families) is { } families)
            return families;
        lock (_registrationGate)
        {
            families = [.. _inOrderOfRegistration];
            Array.Sort(families, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            Volatile.Write(ref _families, families);
            return families;
        }
    }

    /// <summary>Prepares the families, and keeps those that can be collected.</summary>
    private void Prepare(MetricFamily[] families, CallbackReadings? readings)
    {
        _prepared.Clear();
        foreach (var family in families)
        {
            if (_health.Prepare(family, readings))
                _prepared.Add(family);
        }
        _health.EndPrepare();
    }

    private MetricFamily[] Select(IReadOnlySet<string>? names)
    {
        return names is null
            ? SortedFamilies()
            : [.. names.Select(n => _byName.GetValueOrDefault(n)).OfType<MetricFamily>().Distinct().OrderBy(f => f.Name, StringComparer.Ordinal)];
    }
}
