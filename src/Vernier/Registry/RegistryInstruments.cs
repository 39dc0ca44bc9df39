using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>
/// Makes instruments from definitions. The same definition gives the same instrument. All methods are thread-safe and throw
/// <see cref="MetricDefinitionException"/> when a definition is not allowed, and <see cref="MetricClashException"/> when another metric is in
/// its way.
/// </summary>
public static class RegistryInstruments
{
    /// <summary>Makes a counter without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static Counter Counter(this MetricRegistry registry, CounterDefinition definition) => registry.CounterFamily(Unlabeled(definition)).With();

    /// <summary>Makes a family of counters whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static CounterFamily<TLabels> Counter<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, CounterDefinition<TLabels> definition)
        where TLabels : struct =>
        registry.GetOrAdd(definition, static (d, settings) => new CounterFamily<TLabels>(d, settings, SeriesOf((CounterDefinition)d)));

    /// <summary>Makes a family of counters whose labels are named by the definition and given as plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static LabeledFamily<Counter> CounterFamily(this MetricRegistry registry, CounterDefinition definition) =>
        registry.GetOrAdd(definition, static (d, settings) => new LabeledFamily<Counter>(d, settings, SeriesOf((CounterDefinition)d)));

    /// <summary>Makes a counter without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static Counter Counter(this MetricRegistry registry, string name, string help) => registry.Counter(new CounterDefinition(name, help));

    /// <summary>Makes a family of counters whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static CounterFamily<TLabels> Counter<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct => registry.Counter(new CounterDefinition<TLabels>(name, help));

    /// <summary>Makes a gauge without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static Gauge Gauge(this MetricRegistry registry, GaugeDefinition definition) => registry.GaugeFamily(Unlabeled(definition)).With();

    /// <summary>Makes a family of gauges whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static GaugeFamily<TLabels> Gauge<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, GaugeDefinition<TLabels> definition)
        where TLabels : struct =>
        registry.GetOrAdd(definition, static (d, settings) => new GaugeFamily<TLabels>(d, settings, SeriesOf((GaugeDefinition)d)));

    /// <summary>Makes a family of gauges whose labels are named by the definition and given as plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static LabeledFamily<Gauge> GaugeFamily(this MetricRegistry registry, GaugeDefinition definition) =>
        registry.GetOrAdd(definition, static (d, settings) => new LabeledFamily<Gauge>(d, settings, SeriesOf((GaugeDefinition)d)));

    /// <summary>Makes a gauge without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static Gauge Gauge(this MetricRegistry registry, string name, string help) => registry.Gauge(new GaugeDefinition(name, help));

    /// <summary>Makes a family of gauges whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static GaugeFamily<TLabels> Gauge<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct => registry.Gauge(new GaugeDefinition<TLabels>(name, help));

    /// <summary>Makes a histogram without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static Histogram Histogram(this MetricRegistry registry, HistogramDefinition definition) => registry.HistogramFamily(Unlabeled(definition)).With();

    /// <summary>Makes a family of histograms whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static HistogramFamily<TLabels> Histogram<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, HistogramDefinition<TLabels> definition)
        where TLabels : struct =>
        registry.GetOrAdd(definition, static (d, settings) => new HistogramFamily<TLabels>(d, settings, SeriesOf((HistogramDefinition)d)));

    /// <summary>Makes a family of histograms whose labels are named by the definition and given as plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static LabeledFamily<Histogram> HistogramFamily(this MetricRegistry registry, HistogramDefinition definition) =>
        registry.GetOrAdd(definition, static (d, settings) => new LabeledFamily<Histogram>(d, settings, SeriesOf((HistogramDefinition)d)));

    /// <summary>Makes a histogram without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static Histogram Histogram(this MetricRegistry registry, string name, string help) => registry.Histogram(new HistogramDefinition(name, help));

    /// <summary>Makes a family of histograms whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static HistogramFamily<TLabels> Histogram<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct => registry.Histogram(new HistogramDefinition<TLabels>(name, help));

    /// <summary>Makes a summary without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static Summary Summary(this MetricRegistry registry, SummaryDefinition definition) => registry.SummaryFamily(Unlabeled(definition)).With();

    /// <summary>Makes a family of summaries whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static SummaryFamily<TLabels> Summary<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, SummaryDefinition<TLabels> definition)
        where TLabels : struct =>
        registry.GetOrAdd(definition, static (d, settings) => new SummaryFamily<TLabels>(d, settings, SeriesOf((SummaryDefinition)d)));

    /// <summary>Makes a family of summaries whose labels are named by the definition and given as plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static LabeledFamily<Summary> SummaryFamily(this MetricRegistry registry, SummaryDefinition definition) =>
        registry.GetOrAdd(definition, static (d, settings) => new LabeledFamily<Summary>(d, settings, SeriesOf((SummaryDefinition)d)));

    /// <summary>Makes a summary without labels. It is exposed from now on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static Summary Summary(this MetricRegistry registry, string name, string help) => registry.Summary(new SummaryDefinition(name, help));

    /// <summary>Makes a family of summaries whose labels are the fields of a label set.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public static SummaryFamily<TLabels> Summary<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, string name, string help)
        where TLabels : struct => registry.Summary(new SummaryDefinition<TLabels>(name, help));

    /// <summary>Makes an info metric. It is exposed once its facts are set.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    public static Info<TLabels> Info<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(this MetricRegistry registry, InfoDefinition<TLabels> definition)
        where TLabels : struct => registry.GetOrAdd(definition, static (d, settings) => new Info<TLabels>(d, settings));

    /// <summary>Makes a state set without labels, all states off; that of an enum begins in its first one.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static StateSet StateSet(this MetricRegistry registry, StateSetDefinition definition) => registry.StateSetFamily(Unlabeled(definition)).With();

    /// <summary>Makes a state set whose states are the members of an enum, with the first one on.</summary>
    /// <typeparam name="TState">The enum.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    public static StateSet<TState> StateSet<TState>(this MetricRegistry registry, StateSetDefinition<TState> definition)
        where TState : struct, Enum => new(registry.StateSet((StateSetDefinition)definition));

    /// <summary>Makes a family of state sets whose labels are named by the definition and given as plain strings.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, with its labels.</param>
    public static LabeledFamily<StateSet> StateSetFamily(this MetricRegistry registry, StateSetDefinition definition) =>
        registry.GetOrAdd(definition, static (d, settings) => new LabeledFamily<StateSet>(d, settings, SeriesOf((StateSetDefinition)d)));

    // Before the family is made: a call that fails registers nothing.
    private static TDefinition Unlabeled<TDefinition>(TDefinition definition)
        where TDefinition : MetricDefinition
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        return definition.Labels.Count == 0
            ? definition
            : throw new MetricDefinitionException($"{definition} has labels ({string.Join(", ", definition.Labels)}); ask for its family, or define it with a label set.");
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
