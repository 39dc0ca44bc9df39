using System.Diagnostics.CodeAnalysis;
using Vernier.Callbacks;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// Registers metrics whose values are read by a callback at each scrape. A callback should be quick; one that throws leaves out its own family
/// and no other. All methods are thread-safe and throw <see cref="MetricDefinitionException"/> when a definition is not allowed, and
/// <see cref="MetricClashException"/> when the metric is there already or another one is in its way.
/// </summary>
public static class RegistryCallbacks
{
    /// <summary>Registers a counter without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="read">Returns the total since it was 0, which never goes down.</param>
    public static void Observe(this MetricRegistry registry, CounterDefinition definition, Func<double> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new CounterCallback(), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of counters with labels.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Reports each series that there is now.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        CounterDefinition<TLabels> definition,
        Action<Observer<TLabels, double>> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new CounterCallback(), family => Reading<TLabels, double>(family, (_, observer) => read(observer)));
    }

    /// <summary>Registers a counter without labels that is part of a sample.</summary>
    /// <typeparam name="TSample">What one reading of the sampler yields.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="sampler">What is read once for each scrape; made by this registry.</param>
    /// <param name="read">Takes the value from the sample.</param>
    public static void Observe<TSample>(this MetricRegistry registry, CounterDefinition definition, Sampler<TSample> sampler, Func<TSample, double> read)
    {
        RequireOwn(registry, sampler);
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new CounterCallback(), family => walk => family.Report([], read(sampler.Read(walk))), sampler.Name);
    }

    /// <summary>Registers a family of counters with labels that is part of a sample.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <typeparam name="TSample">What one reading of the sampler yields.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="sampler">What is read once for each scrape; made by this registry.</param>
    /// <param name="read">Reports each series that the sample has.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TSample>(
        this MetricRegistry registry,
        CounterDefinition<TLabels> definition,
        Sampler<TSample> sampler,
        Action<TSample, Observer<TLabels, double>> read)
        where TLabels : struct
    {
        RequireOwn(registry, sampler);
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new CounterCallback(), family => Reading<TLabels, double>(family, (walk, observer) => read(sampler.Read(walk), observer)), sampler.Name);
    }

    /// <summary>Registers a gauge without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="read">Returns the value.</param>
    public static void Observe(this MetricRegistry registry, GaugeDefinition definition, Func<double> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new GaugeCallback(), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of gauges with labels.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Reports each series that there is now.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        GaugeDefinition<TLabels> definition,
        Action<Observer<TLabels, double>> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new GaugeCallback(), family => Reading<TLabels, double>(family, (_, observer) => read(observer)));
    }

    /// <summary>Registers a gauge without labels that is part of a sample.</summary>
    /// <typeparam name="TSample">What one reading of the sampler yields.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="sampler">What is read once for each scrape; made by this registry.</param>
    /// <param name="read">Takes the value from the sample.</param>
    public static void Observe<TSample>(this MetricRegistry registry, GaugeDefinition definition, Sampler<TSample> sampler, Func<TSample, double> read)
    {
        RequireOwn(registry, sampler);
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new GaugeCallback(), family => walk => family.Report([], read(sampler.Read(walk))), sampler.Name);
    }

    /// <summary>Registers a family of gauges with labels that is part of a sample.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <typeparam name="TSample">What one reading of the sampler yields.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="sampler">What is read once for each scrape; made by this registry.</param>
    /// <param name="read">Reports each series that the sample has.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TSample>(
        this MetricRegistry registry,
        GaugeDefinition<TLabels> definition,
        Sampler<TSample> sampler,
        Action<TSample, Observer<TLabels, double>> read)
        where TLabels : struct
    {
        RequireOwn(registry, sampler);
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new GaugeCallback(), family => Reading<TLabels, double>(family, (walk, observer) => read(sampler.Read(walk), observer)), sampler.Name);
    }

    /// <summary>Registers a histogram without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="read">Returns the histogram.</param>
    public static void Observe(this MetricRegistry registry, HistogramDefinition definition, Func<ObservedHistogram> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new HistogramCallback(definition), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of histograms with labels.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Reports each series that there is now.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        HistogramDefinition<TLabels> definition,
        Action<Observer<TLabels, ObservedHistogram>> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new HistogramCallback(definition), family => Reading<TLabels, ObservedHistogram>(family, (_, observer) => read(observer)));
    }

    /// <summary>Registers a summary without labels.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="read">Returns the summary.</param>
    public static void Observe(this MetricRegistry registry, SummaryDefinition definition, Func<ObservedSummary> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new SummaryCallback(definition), family => _ => family.Report([], read()));
    }

    /// <summary>Registers a family of summaries with labels.</summary>
    /// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Reports each series that there is now.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        SummaryDefinition<TLabels> definition,
        Action<Observer<TLabels, ObservedSummary>> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new SummaryCallback(definition), family => Reading<TLabels, ObservedSummary>(family, (_, observer) => read(observer)));
    }

    /// <summary>Registers an info metric.</summary>
    /// <typeparam name="TLabels">The facts: a record struct whose fields are strings, enums or bools.</typeparam>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="read">Returns the facts.</param>
    public static void Observe<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(
        this MetricRegistry registry,
        InfoDefinition<TLabels> definition,
        Func<TLabels> read)
        where TLabels : struct
    {
        ArgumentNullException.ThrowIfNull(read);
        registry.AddCallback(definition, new InfoCallback(), family => Reading<TLabels, ValueTuple>(family, (_, observer) => observer.Report(read(), default)));
    }

    /// <summary>Registers a state set of which one state is on.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="definition">The metric; it has no labels.</param>
    /// <param name="read">Returns the state that is on.</param>
    public static void Observe(this MetricRegistry registry, StateSetDefinition definition, Func<string> read)
    {
        RequireUnlabeled(definition, read);
        registry.AddCallback(definition, new StateSetCallback(definition), family => _ => family.Report([], read()));
    }

    private static void AddCallback<TValue>(
        this MetricRegistry registry,
        MetricDefinition definition,
        CallbackKind<TValue> kind,
        Func<CallbackFamily<TValue>, Action<long>> bind,
        string? collectorName = null)
    {
        CallbackFamily<TValue>? made = null;
        var family = registry.GetOrAdd(definition, (d, settings) => made = new CallbackFamily<TValue>(d, settings, kind, bind, collectorName));
        if (family != made)
            throw new MetricClashException($"{definition}: it is registered already, with another callback.");
    }

    private static Action<long> Reading<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TValue>(
        CallbackFamily<TValue> family,
        Action<long, Observer<TLabels, TValue>> read)
        where TLabels : struct
    {
        var observer = new Observer<TLabels, TValue>(family);
        return walk => read(walk, observer);
    }

    private static void RequireOwn<TSample>(MetricRegistry registry, Sampler<TSample> sampler)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        sampler.RequireOwner(registry);
    }

    private static void RequireUnlabeled(MetricDefinition definition, object read)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(read);
        definition.Validate();
        if (definition.Labels.Count > 0)
            throw new MetricDefinitionException($"{definition} has labels ({string.Join(", ", definition.Labels)}); report its series with an observer.");
    }
}
