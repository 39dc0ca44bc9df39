using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;
using Vernier.Instruments;
using Vernier.Registry;

namespace Vernier;

/// <summary>
/// Registers metrics that your code records to and returns their instruments. Registering an equal definition again returns the same instrument.
/// All methods are thread-safe. They throw <see cref="MetricDefinitionException"/> if the definition is invalid, and
/// <see cref="MetricClashException"/> if it conflicts with another metric of the registry.
/// </summary>
public static class MetricRegistryExtensions
{
    private static readonly SummaryDefinition DefaultSummary = new("default", "Has the default quantiles and window.", "", 0);

    /// <summary>Registers a counter without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static Counter Counter(this MetricRegistry registry, CounterDefinition definition) => registry.CounterFamily(Unlabeled(definition)).With();

    /// <summary>Registers a family of counters whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static CounterFamily<TLabels> Counter<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, CounterDefinition<TLabels> definition)
        where TLabels : struct =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new CounterFamily<TLabels>(d, settings, SeriesOf((CounterDefinition)d)));

    /// <summary>Registers a family of counters whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static CounterFamily CounterFamily(this MetricRegistry registry, CounterDefinition definition) =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new CounterFamily(d, settings, SeriesOf((CounterDefinition)d)));

    /// <summary>Registers a counter without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    public static Counter Counter(this MetricRegistry registry, string name, string help) =>
        NotNull(registry).FindSimple<CounterFamily>(name, help, [])?.With() ?? registry.Counter(new CounterDefinition(name, help, "", 0));

    /// <summary>Registers a family of counters whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="labels">The label names, in the order in which <c>With</c> takes the values.</param>
    public static CounterFamily Counter(this MetricRegistry registry, string name, string help, IReadOnlyList<string> labels) =>
        NotNull(registry).FindSimple<CounterFamily>(name, help, Given(labels)) ?? registry.CounterFamily(new CounterDefinition(name, help, "", 0) { Labels = Labels(labels) });

    /// <summary>Registers a family of counters whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    public static CounterFamily<TLabels> Counter<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct =>
        NotNull(registry).FindSimple<CounterFamily<TLabels>>(name, help, null) ?? registry.Counter(new CounterDefinition<TLabels>(name, help, "", 0));

    /// <summary>Registers a gauge without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static Gauge Gauge(this MetricRegistry registry, GaugeDefinition definition) => registry.GaugeFamily(Unlabeled(definition)).With();

    /// <summary>Registers a family of gauges whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static GaugeFamily<TLabels> Gauge<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, GaugeDefinition<TLabels> definition)
        where TLabels : struct =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new GaugeFamily<TLabels>(d, settings, SeriesOf((GaugeDefinition)d)));

    /// <summary>Registers a family of gauges whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static GaugeFamily GaugeFamily(this MetricRegistry registry, GaugeDefinition definition) =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new GaugeFamily(d, settings, SeriesOf((GaugeDefinition)d)));

    /// <summary>Registers a gauge without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    public static Gauge Gauge(this MetricRegistry registry, string name, string help) =>
        NotNull(registry).FindSimple<GaugeFamily>(name, help, [])?.With() ?? registry.Gauge(new GaugeDefinition(name, help, "", 0));

    /// <summary>Registers a family of gauges whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="labels">The label names, in the order in which <c>With</c> takes the values.</param>
    public static GaugeFamily Gauge(this MetricRegistry registry, string name, string help, IReadOnlyList<string> labels) =>
        NotNull(registry).FindSimple<GaugeFamily>(name, help, Given(labels)) ?? registry.GaugeFamily(new GaugeDefinition(name, help, "", 0) { Labels = Labels(labels) });

    /// <summary>Registers a family of gauges whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    public static GaugeFamily<TLabels> Gauge<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct =>
        NotNull(registry).FindSimple<GaugeFamily<TLabels>>(name, help, null) ?? registry.Gauge(new GaugeDefinition<TLabels>(name, help, "", 0));

    /// <summary>Registers a histogram without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static Histogram Histogram(this MetricRegistry registry, HistogramDefinition definition) => registry.HistogramFamily(Unlabeled(definition)).With();

    /// <summary>Registers a family of histograms whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static HistogramFamily<TLabels> Histogram<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, HistogramDefinition<TLabels> definition)
        where TLabels : struct =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new HistogramFamily<TLabels>(d, settings, SeriesOf((HistogramDefinition)d)));

    /// <summary>Registers a family of histograms whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static HistogramFamily HistogramFamily(this MetricRegistry registry, HistogramDefinition definition) =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new HistogramFamily(d, settings, SeriesOf((HistogramDefinition)d)));

    /// <summary>Registers a histogram without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="buckets">
    /// The inclusive upper bounds in the metric's unit, strictly ascending; <c>+Inf</c> is added. Null for <see cref="Buckets.Seconds"/>.
    /// </param>
    public static Histogram Histogram(this MetricRegistry registry, string name, string help, IReadOnlyList<double>? buckets = null) =>
        IfBuckets(NotNull(registry).FindSimple<HistogramFamily>(name, help, []), buckets)?.With() ?? registry.Histogram(WithBuckets(new HistogramDefinition(name, help, "", 0), buckets));

    /// <summary>Registers a family of histograms whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="labels">The label names, in the order in which <c>With</c> takes the values.</param>
    /// <param name="buckets">
    /// The inclusive upper bounds in the metric's unit, strictly ascending; <c>+Inf</c> is added. Null for <see cref="Buckets.Seconds"/>.
    /// </param>
    public static HistogramFamily Histogram(
        this MetricRegistry registry,
        string name,
        string help,
        IReadOnlyList<string> labels,
        IReadOnlyList<double>? buckets = null) =>
        IfBuckets(NotNull(registry).FindSimple<HistogramFamily>(name, help, Given(labels)), buckets)
        ?? registry.HistogramFamily(WithBuckets(new HistogramDefinition(name, help, "", 0) { Labels = Labels(labels) }, buckets));

    /// <summary>Registers a family of histograms whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="buckets">
    /// The inclusive upper bounds in the metric's unit, strictly ascending; <c>+Inf</c> is added. Null for <see cref="Buckets.Seconds"/>.
    /// </param>
    public static HistogramFamily<TLabels> Histogram<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        string name,
        string help,
        IReadOnlyList<double>? buckets = null)
        where TLabels : struct =>
        IfBuckets(NotNull(registry).FindSimple<HistogramFamily<TLabels>>(name, help, null), buckets) ?? registry.Histogram(WithBuckets(new HistogramDefinition<TLabels>(name, help, "", 0), buckets));

    /// <summary>Registers a summary without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static Summary Summary(this MetricRegistry registry, SummaryDefinition definition) => registry.SummaryFamily(Unlabeled(definition)).With();

    /// <summary>Registers a family of summaries whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static SummaryFamily<TLabels> Summary<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, SummaryDefinition<TLabels> definition)
        where TLabels : struct =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new SummaryFamily<TLabels>(d, settings, SeriesOf((SummaryDefinition)d)));

    /// <summary>Registers a family of summaries whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static SummaryFamily SummaryFamily(this MetricRegistry registry, SummaryDefinition definition) =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new SummaryFamily(d, settings, SeriesOf((SummaryDefinition)d)));

    /// <summary>Registers a summary without labels and returns it. It is exposed immediately.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="quantiles">The quantiles to expose, each in [0, 1], strictly ascending; empty for none. Null for 0.5, 0.9 and 0.99.</param>
    public static Summary Summary(this MetricRegistry registry, string name, string help, IReadOnlyList<double>? quantiles = null) =>
        IfQuantiles(NotNull(registry).FindSimple<SummaryFamily>(name, help, []), quantiles)?.With() ?? registry.Summary(WithQuantiles(new SummaryDefinition(name, help, "", 0), quantiles));

    /// <summary>Registers a family of summaries whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="labels">The label names, in the order in which <c>With</c> takes the values.</param>
    /// <param name="quantiles">The quantiles to expose, each in [0, 1], strictly ascending; empty for none. Null for 0.5, 0.9 and 0.99.</param>
    public static SummaryFamily Summary(
        this MetricRegistry registry,
        string name,
        string help,
        IReadOnlyList<string> labels,
        IReadOnlyList<double>? quantiles = null) =>
        IfQuantiles(NotNull(registry).FindSimple<SummaryFamily>(name, help, Given(labels)), quantiles)
        ?? registry.SummaryFamily(WithQuantiles(new SummaryDefinition(name, help, "", 0) { Labels = Labels(labels) }, quantiles));

    /// <summary>Registers a family of summaries whose labels are the properties of a record struct.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="quantiles">The quantiles to expose, each in [0, 1], strictly ascending; empty for none. Null for 0.5, 0.9 and 0.99.</param>
    public static SummaryFamily<TLabels> Summary<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        string name,
        string help,
        IReadOnlyList<double>? quantiles = null)
        where TLabels : struct =>
        IfQuantiles(NotNull(registry).FindSimple<SummaryFamily<TLabels>>(name, help, null), quantiles) ?? registry.Summary(WithQuantiles(new SummaryDefinition<TLabels>(name, help, "", 0), quantiles));

    /// <summary>Registers an info metric. It is exposed once its facts are set.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static Info<TLabels> Info<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, InfoDefinition<TLabels> definition)
        where TLabels : struct => NotNull(registry).GetOrAdd(definition, static (d, settings) => new InfoFamily<TLabels>(d, settings)).Instrument;

    /// <summary>Registers an info metric. It is exposed once its facts are set.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes the facts.</param>
    public static Info<TLabels> Info<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct =>
        NotNull(registry).FindSimple<InfoFamily<TLabels>>(name, help, null)?.Instrument ?? registry.Info(new InfoDefinition<TLabels>(name, help, "", 0));

    /// <summary>Registers a state set without labels and returns it, with all states off; the first state is on if the states are an enum's.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static StateSet StateSet(this MetricRegistry registry, StateSetDefinition definition) => registry.StateSetFamily(Unlabeled(definition)).With();

    /// <summary>Registers a state set whose states are the members of an enum, with the first one on, and returns it.</summary>
    /// <typeparam name="TState">The enum.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    public static StateSet<TState> StateSet<TState>(this MetricRegistry registry, StateSetDefinition<TState> definition)
        where TState : struct, Enum => new(registry.StateSet((StateSetDefinition)definition));

    /// <summary>Registers a family of state sets whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static StateSetFamily StateSetFamily(this MetricRegistry registry, StateSetDefinition definition) =>
        NotNull(registry).GetOrAdd(definition, static (d, settings) => new StateSetFamily(d, settings, SeriesOf((StateSetDefinition)d)));

    /// <summary>Registers a state set without labels and returns it, with all states off.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="states">All states, in the order of exposition: 1 to 64, distinct and not empty.</param>
    public static StateSet StateSet(this MetricRegistry registry, string name, string help, IReadOnlyList<string> states) =>
        registry.StateSet(new StateSetDefinition(name, help, "", 0) { States = states });

    /// <summary>Registers a family of state sets whose label values are plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="states">All states, in the order of exposition: 1 to 64, distinct and not empty.</param>
    /// <param name="labels">The label names, in the order in which <c>With</c> takes the values.</param>
    public static StateSetFamily StateSet(
        this MetricRegistry registry,
        string name,
        string help,
        IReadOnlyList<string> states,
        IReadOnlyList<string> labels) =>
        registry.StateSetFamily(new StateSetDefinition(name, help, "", 0) { States = states, Labels = Labels(labels) });

    /// <summary>Registers a state set whose states are the members of an enum, with the first one on, and returns it.</summary>
    /// <typeparam name="TState">The enum.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    public static StateSet<TState> StateSet<TState>(this MetricRegistry registry, string name, string help)
        where TState : struct, Enum => registry.StateSet(new StateSetDefinition<TState>(name, help, "", 0));

    private static IReadOnlyList<string> Given(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels;
    }

    private static MetricRegistry NotNull(MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry;
    }

    private static LabelDefinition[] Labels(IReadOnlyList<string> names) => [.. names.Select(name => new LabelDefinition(name))];

    private static TDefinition WithBuckets<TDefinition>(TDefinition definition, IReadOnlyList<double>? buckets)
        where TDefinition : HistogramDefinition => buckets is null ? definition : definition with { Buckets = buckets };

    /// <summary>Returns the family if its buckets are these.</summary>
    private static TFamily? IfBuckets<TFamily>(TFamily? family, IReadOnlyList<double>? buckets)
        where TFamily : MetricFamily =>
        family is not null && DefinitionDifference.AreEqual(((HistogramDefinition)family.Definition).Buckets, buckets ?? Vernier.Buckets.Seconds) ? family : null;

    /// <summary>Returns the family if its quantiles are these and its window is the default.</summary>
    private static TFamily? IfQuantiles<TFamily>(TFamily? family, IReadOnlyList<double>? quantiles)
        where TFamily : MetricFamily =>
        family?.Definition is SummaryDefinition summary && summary.MaxAge == DefaultSummary.MaxAge
            && DefinitionDifference.AreEqual(summary.Quantiles, quantiles ?? DefaultSummary.Quantiles) ? family : null;

    private static TDefinition WithQuantiles<TDefinition>(TDefinition definition, IReadOnlyList<double>? quantiles)
        where TDefinition : SummaryDefinition => quantiles is null ? definition : definition with { Quantiles = quantiles };

    // Called before the family is created, so that a call that fails registers nothing.
    private static TDefinition Unlabeled<TDefinition>(TDefinition definition)
        where TDefinition : MetricDefinition
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Labels is { Count: 0 })
            return definition;
        definition.Validate();
        return definition.Labels.Count == 0
            ? definition
            : throw new MetricDefinitionException(
                $"{definition} has labels ({string.Join(", ", definition.Labels)}). Register it as a family, or define it with a label set.");
    }

    private static SeriesFactory<Counter> SeriesOf(CounterDefinition _) => static (family, values) => new Counter(family, values);

    private static SeriesFactory<Gauge> SeriesOf(GaugeDefinition _) => static (family, values) => new Gauge(family, values);

    private static SeriesFactory<Histogram> SeriesOf(HistogramDefinition definition)
    {
        var bounds = new BucketBounds(definition.Buckets);
        return (family, values) => new Histogram(family, values, bounds);
    }

    private static SeriesFactory<Summary> SeriesOf(SummaryDefinition definition)
    {
        double[] quantiles = [.. definition.Quantiles];
        return (family, values) => new Summary(family, values, quantiles, definition.MaxAge);
    }

    private static SeriesFactory<StateSet> SeriesOf(StateSetDefinition definition)
    {
        string[] states = [.. definition.States];
        var inFirst = definition.BeginsInFirstState;
        return (family, values) => new StateSet(family, values, states, inFirst);
    }
}
