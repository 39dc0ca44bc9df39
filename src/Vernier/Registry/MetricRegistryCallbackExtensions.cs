using System.Diagnostics.CodeAnalysis;
using Vernier.Callbacks;
using Vernier.Definitions;
using Vernier.Families;
using Vernier.Registry;

namespace Vernier;

/// <summary>
/// Registers metrics whose values a callback supplies at each collection, for values that exist anyway: the length of a queue, the size of a
/// cache, a counter of another library. Where your code sees each event, use an instrument instead.
/// </summary>
/// <remarks>
/// A callback runs at each scrape and push, on the collecting thread, and never twice at a time; it should be fast and must not collect the same
/// registry. If it throws, its own metric is omitted from the collection and counted in <c>vernier_collector_failures_total</c>. All methods are
/// thread-safe. They throw <see cref="MetricDefinitionException"/> if the definition is invalid, and <see cref="MetricClashException"/> if the
/// metric is already registered or conflicts with another one.
/// </remarks>
public static class MetricRegistryCallbackExtensions
{
    /// <summary>Creates a source that is read once per collection and supplies the values of several metrics.</summary>
    /// <typeparam name="TSample">The type of one reading.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name under which failures of the source are counted and reported.</param>
    /// <param name="read">Reads the source. Called at most once per collection, and never twice at a time.</param>
    public static CallbackSource<TSample> CallbackSource<TSample>(this MetricRegistry registry, string name, Func<TSample> read)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(read);
        return new CallbackSource<TSample>(registry, registry.Settings, name, read);
    }

    /// <summary>Registers a counter without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the total since the start, which never decreases: finite, 0 or more.</param>
    public static void CounterCallback(this MetricRegistry registry, CounterDefinition definition, Func<double> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Counter, family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of counters.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="report">Reports each current series.</param>
    public static void CounterCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        CounterDefinition<TLabels> definition,
        Action<SeriesReporter<TLabels, double>> report)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(report);
        registry.AddCallback(definition, CallbackKind.Counter, family => Reporting<TLabels, double>(family, (_, reporter) => report(reporter)));
    }

    /// <summary>Registers a counter without labels whose value is part of a sample.</summary>
    /// <typeparam name="TSample">The type of one reading of the source.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="source">The source, created by the same registry.</param>
    /// <param name="read">Gets the total since the start from the sample, which never decreases: finite, 0 or more.</param>
    public static void CounterCallback<TSample>(
        this MetricRegistry registry,
        CounterDefinition definition,
        CallbackSource<TSample> source,
        Func<TSample, double> read)
    {
        RequireOwn(registry, source);
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Counter, family => collection => family.Report([], read(source.Read(collection))), source.Collector);
    }

    /// <summary>Registers a family of counters whose values are part of a sample.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <typeparam name="TSample">The type of one reading of the source.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="source">The source, created by the same registry.</param>
    /// <param name="report">Reports each series of the sample.</param>
    public static void CounterCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TSample>(
        this MetricRegistry registry,
        CounterDefinition<TLabels> definition,
        CallbackSource<TSample> source,
        Action<TSample, SeriesReporter<TLabels, double>> report)
        where TLabels : struct
    {
        RequireOwn(registry, source);
        ArgumentNullException.ThrowIfNull(report);
        registry.AddCallback(
            definition,
            CallbackKind.Counter,
            family => Reporting<TLabels, double>(family, (collection, reporter) => report(source.Read(collection), reporter)),
            source.Collector);
    }

    /// <summary>Registers a counter without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="read">Returns the total since the start, which never decreases: finite, 0 or more.</param>
    public static void CounterCallback(this MetricRegistry registry, string name, string help, Func<double> read) =>
        registry.CounterCallback(new CounterDefinition(name, help, "", 0), read);

    /// <summary>Registers a family of counters.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="report">Reports each current series.</param>
    public static void CounterCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        string name,
        string help,
        Action<SeriesReporter<TLabels, double>> report)
        where TLabels : struct => registry.CounterCallback(new CounterDefinition<TLabels>(name, help, "", 0), report);

    /// <summary>Registers a gauge without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the value.</param>
    public static void GaugeCallback(this MetricRegistry registry, GaugeDefinition definition, Func<double> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Gauge, family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of gauges.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="report">Reports each current series.</param>
    public static void GaugeCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        GaugeDefinition<TLabels> definition,
        Action<SeriesReporter<TLabels, double>> report)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(report);
        registry.AddCallback(definition, CallbackKind.Gauge, family => Reporting<TLabels, double>(family, (_, reporter) => report(reporter)));
    }

    /// <summary>Registers a gauge without labels whose value is part of a sample.</summary>
    /// <typeparam name="TSample">The type of one reading of the source.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="source">The source, created by the same registry.</param>
    /// <param name="read">Gets the value from the sample.</param>
    public static void GaugeCallback<TSample>(
        this MetricRegistry registry,
        GaugeDefinition definition,
        CallbackSource<TSample> source,
        Func<TSample, double> read)
    {
        RequireOwn(registry, source);
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Gauge, family => collection => family.Report([], read(source.Read(collection))), source.Collector);
    }

    /// <summary>Registers a family of gauges whose values are part of a sample.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <typeparam name="TSample">The type of one reading of the source.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="source">The source, created by the same registry.</param>
    /// <param name="report">Reports each series of the sample.</param>
    public static void GaugeCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TSample>(
        this MetricRegistry registry,
        GaugeDefinition<TLabels> definition,
        CallbackSource<TSample> source,
        Action<TSample, SeriesReporter<TLabels, double>> report)
        where TLabels : struct
    {
        RequireOwn(registry, source);
        ArgumentNullException.ThrowIfNull(report);
        registry.AddCallback(
            definition,
            CallbackKind.Gauge,
            family => Reporting<TLabels, double>(family, (collection, reporter) => report(source.Read(collection), reporter)),
            source.Collector);
    }

    /// <summary>Registers a gauge without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="read">Returns the value.</param>
    public static void GaugeCallback(this MetricRegistry registry, string name, string help, Func<double> read) =>
        registry.GaugeCallback(new GaugeDefinition(name, help, "", 0), read);

    /// <summary>Registers a family of gauges.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="report">Reports each current series.</param>
    public static void GaugeCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        string name,
        string help,
        Action<SeriesReporter<TLabels, double>> report)
        where TLabels : struct => registry.GaugeCallback(new GaugeDefinition<TLabels>(name, help, "", 0), report);

    /// <summary>Registers a histogram without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the state of the histogram.</param>
    public static void HistogramCallback(this MetricRegistry registry, HistogramDefinition definition, Func<HistogramReading> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Histogram(definition), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of histograms.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="report">Reports each current series.</param>
    public static void HistogramCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        HistogramDefinition<TLabels> definition,
        Action<SeriesReporter<TLabels, HistogramReading>> report)
        where TLabels : struct
    {
        RequireValid(definition, report);
        registry.AddCallback(
            definition,
            CallbackKind.Histogram(definition),
            family => Reporting<TLabels, HistogramReading>(family, (_, reporter) => report(reporter)));
    }

    /// <summary>Registers a histogram without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="buckets">The inclusive upper bounds in the metric's unit, strictly ascending; <c>+Inf</c> is added.</param>
    /// <param name="read">Returns the state of the histogram.</param>
    public static void HistogramCallback(this MetricRegistry registry, string name, string help, IReadOnlyList<double> buckets, Func<HistogramReading> read) =>
        registry.HistogramCallback(new HistogramDefinition(name, help, "", 0) { Buckets = buckets }, read);

    /// <summary>Registers a summary without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the state of the summary.</param>
    public static void SummaryCallback(this MetricRegistry registry, SummaryDefinition definition, Func<SummaryReading> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.Summary(definition), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of summaries.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="report">Reports each current series.</param>
    public static void SummaryCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        SummaryDefinition<TLabels> definition,
        Action<SeriesReporter<TLabels, SummaryReading>> report)
        where TLabels : struct
    {
        RequireValid(definition, report);
        registry.AddCallback(
            definition,
            CallbackKind.Summary(definition),
            family => Reporting<TLabels, SummaryReading>(family, (_, reporter) => report(reporter)));
    }

    /// <summary>Registers a summary without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="quantiles">The quantiles to expose, each in [0, 1], strictly ascending; empty for none.</param>
    /// <param name="read">Returns the state of the summary.</param>
    public static void SummaryCallback(this MetricRegistry registry, string name, string help, IReadOnlyList<double> quantiles, Func<SummaryReading> read) =>
        registry.SummaryCallback(new SummaryDefinition(name, help, "", 0) { Quantiles = quantiles }, read);

    /// <summary>Registers an info metric.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Returns the facts.</param>
    public static void InfoCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        InfoDefinition<TLabels> definition,
        Func<TLabels> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(
            definition,
            CallbackKind.Info,
            family => Reporting<TLabels, ValueTuple>(family, (_, reporter) => reporter.Report(read(), default)));
    }

    /// <summary>Registers an info metric.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that describes the facts.</param>
    /// <param name="read">Returns the facts.</param>
    public static void InfoCallback<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        string name,
        string help,
        Func<TLabels> read)
        where TLabels : struct => registry.InfoCallback(new InfoDefinition<TLabels>(name, help, "", 0), read);

    /// <summary>Registers a state set of which one state is on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the state that is on.</param>
    public static void StateSetCallback(this MetricRegistry registry, StateSetDefinition definition, Func<string> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, CallbackKind.StateSet(definition), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a state set of which one state is on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="states">All states, in the order of exposition: 1 to 64, distinct and not empty.</param>
    /// <param name="read">Returns the state that is on.</param>
    public static void StateSetCallback(this MetricRegistry registry, string name, string help, IReadOnlyList<string> states, Func<string> read) =>
        registry.StateSetCallback(new StateSetDefinition(name, help, "", 0) { States = states }, read);

    /// <summary>Registers a state set whose states are the members of an enum, of which one is on.</summary>
    /// <typeparam name="TState">The enum.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric, without labels.</param>
    /// <param name="read">Returns the state that is on.</param>
    public static void StateSetCallback<TState>(this MetricRegistry registry, StateSetDefinition<TState> definition, Func<TState> read)
        where TState : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.StateSetCallback((StateSetDefinition)definition, () => ClosedValues.TextOf(read()));
    }

    /// <summary>Registers a state set whose states are the members of an enum, of which one is on.</summary>
    /// <typeparam name="TState">The enum.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name of the metric as it is exposed.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="read">Returns the state that is on.</param>
    public static void StateSetCallback<TState>(this MetricRegistry registry, string name, string help, Func<TState> read)
        where TState : struct, Enum => registry.StateSetCallback(new StateSetDefinition<TState>(name, help, "", 0), read);

    private static void AddCallback<TValue>(
        this MetricRegistry registry,
        MetricDefinition definition,
        CallbackKind<TValue> kind,
        Func<CallbackFamily<TValue>, Action<long>> bind,
        Collector? source = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        CallbackFamily<TValue>? added = null;
        var family = registry.GetOrAdd(definition, (d, settings) => added = new CallbackFamily<TValue>(d, settings, kind, bind, source));
        if (family != added)
            throw new MetricClashException($"{definition} is already registered with another callback.");
    }

    private static Action<long> Reporting<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TValue>(
        CallbackFamily<TValue> family,
        Action<long, SeriesReporter<TLabels, TValue>> report)
        where TLabels : struct
    {
        var reporter = new SeriesReporter<TLabels, TValue>(family);
        return collection => report(collection, reporter);
    }

    private static void RequireOwn<TSample>(MetricRegistry registry, CallbackSource<TSample> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.RequireOwner(registry);
    }

    private static void RequireUnlabeled(MetricDefinition definition, object read)
    {
        RequireValid(definition, read);
        if (definition.Labels.Count > 0)
        {
            throw new MetricDefinitionException(
                $"{definition} has labels ({string.Join(", ", definition.Labels)}). Define it with a label set and report its series.");
        }
    }

    private static void RequireValid(MetricDefinition definition, object callback)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(callback);
        definition.Validate();
    }
}
