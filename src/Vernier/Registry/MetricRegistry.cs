using Vernier.Cells;
using Vernier.Families;
using Vernier.Registry;

namespace Vernier;

/// <summary>
/// Holds metric families, gives out their instruments, and is walked by whatever exposes them. An application may have one or several; there is
/// no static default. All members are thread-safe.
/// </summary>
public sealed class MetricRegistry
{
    private readonly Lock _registrationGate = new();
    private readonly Lock _walkGate = new();
    private readonly Dictionary<string, MetricFamily> _byName = [];
    private readonly FamilySettings _settings;
    private readonly CollectorHealth _health;
    private MetricFamily[] _families = [];
    private long _walk;

    /// <summary>Makes an empty registry.</summary>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <exception cref="MetricDefinitionException">A constant label has a name that is not allowed.</exception>
    public MetricRegistry(MetricRegistryOptions? options = null)
    {
        options ??= new MetricRegistryOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxSeriesPerFamily);
        new GaugeDefinition("constant_labels", "Has the rules for them, and this name in its messages.") { ConstantLabels = options.ConstantLabels }.Validate();
        _settings = new FamilySettings
        {
            Time = options.TimeProvider,
            Clock = new CoarseClock(options.TimeProvider),
            ConstantLabels = [.. options.ConstantLabels],
            MaxSeries = options.MaxSeriesPerFamily,
            OnOverflow = family => Self?.SeriesOverflowed(family.Name),
        };
        _health = new CollectorHealth(options.OnCollectorStateChanged, collector => Self?.CollectorFailed(collector));
        if (options.SelfMetrics)
            Self = new SelfMetrics(this);
    }

    /// <summary>The registry's clock.</summary>
    public TimeProvider TimeProvider => _settings.Time;

    /// <summary>All families, ordered by name.</summary>
    public IReadOnlyList<MetricFamily> Families => Volatile.Read(ref _families);

    /// <summary>The registry's metrics of itself; null when they are switched off.</summary>
    internal SelfMetrics? Self { get; }

    /// <summary>
    /// Walks the families in the order of their names. Callbacks are read first; a family whose callback fails is left out, and counted in
    /// <c>vernier_collector_failures_total</c>. Walks wait for one another. Recording does not wait for a walk, but for moments: while one series is
    /// read, or while a family looks for series that have expired.
    /// </summary>
    /// <param name="visitor">What receives the families.</param>
    /// <param name="names">Names of metrics or of series (<c>x_bucket</c>); only families that have one of them are visited. Null for all.</param>
    /// <exception cref="InvalidOperationException">It is called by a callback or a visitor of a walk of the same registry.</exception>
    public void Collect(IFamilyVisitor visitor, IReadOnlySet<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (_walkGate.IsHeldByCurrentThread)
            throw new InvalidOperationException("A callback or a visitor cannot walk the registry whose walk it is called by.");
        lock (_walkGate)
        {
            CellStore.RemoveEndedThreads();
            var walk = ++_walk;
            var families = Select(names);
            var prepared = new bool[families.Length];
            for (var i = 0; i < families.Length; i++)
                prepared[i] = _health.Prepare(families[i], walk);
            _health.EndPrepare();

            for (var i = 0; i < families.Length; i++)
            {
                if (prepared[i])
                    families[i].Visit(visitor);
            }
        }
    }

    /// <summary>The family of a definition, made when it is not there yet.</summary>
    /// <exception cref="MetricDefinitionException">The definition is not allowed.</exception>
    /// <exception cref="MetricClashException">The name, or that of a series, is taken by another metric.</exception>
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
                    $"{definition}: it is registered already in another way (by label set, by names of labels, or as a callback).");
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
                throw new MetricClashException($"{definition} ({definition.Type}): '{name}' is taken by {other.Name} ({other.Definition.Type}).");
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

    private MetricFamily[] Select(IReadOnlySet<string>? names)
    {
        if (names is null)
            return Volatile.Read(ref _families);
        lock (_registrationGate)
            return [.. names.Select(n => _byName.GetValueOrDefault(n)).OfType<MetricFamily>().Distinct().OrderBy(f => f.Name, StringComparer.Ordinal)];
    }
}
