using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// Defines a metric: its name, type, help, unit, labels and limits. Instruments, dashboards, alerts and reference pages are derived from it. Immutable;
/// lists are copied. It is validated when it is registered (<see cref="MetricDefinitionException"/>).
/// </summary>
public abstract record MetricDefinition
{
    private readonly IReadOnlyList<LabelDefinition>? _labels;
    private readonly bool? _fromStart;

    private protected MetricDefinition(string name, string help, string file, int line)
    {
        Name = name;
        Help = help;
        Source = new(file, line);
    }

    /// <summary>Gets the full name as it is exposed and queried, including <c>_total</c> or <c>_info</c>: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</summary>
    public string Name { get; init; }

    /// <summary>Gets one sentence that describes what is measured. Prometheus and Grafana show it with the metric.</summary>
    public string Help { get; init; }

    /// <summary>Gets one or two sentences for the reference page on when the metric is recorded and what it includes. Empty by default.</summary>
    public string Recorded { get; init; } = "";

    /// <summary>Gets the location of the definition in the source, for messages.</summary>
    public SourceLocation Source { get; }

    /// <summary>Gets the type of the metric.</summary>
    public abstract MetricType Type { get; }

    /// <summary>
    /// Gets the unit as Prometheus spells it, in the plural: <c>seconds</c>, <c>bytes</c>, <c>ratio</c>. Null (the default) for a plain number.
    /// OpenMetrics contains a <c># UNIT</c> line if the name ends in the unit.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>Gets the labels, in the order in which they are exposed; empty by default. A typed definition takes them from its label set.</summary>
    public IReadOnlyList<LabelDefinition> Labels
    {
        get => _labels ?? DeriveLabels();
        init => _labels = value is null ? value : [.. value];
    }

    /// <summary>Gets the labels that have the same value on every series of the metric. Empty by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the group of the metric on reference pages, for example <c>Errors</c>; null (the default) for none.</summary>
    public string? Category { get; init; }

    /// <summary>
    /// Gets the maximum number of series. Further series are folded into one whose labels are all <c>_overflow</c>. 0 (the default) for the limit of
    /// the registry.
    /// </summary>
    public int MaxSeries { get; init; }

    /// <summary>
    /// Gets the time after which a series that is not recorded to is no longer exposed, until it is recorded to again. Null (the default) keeps all
    /// series. It is evaluated by collections, so the precision is the scrape interval, or a sixteenth of this time if that is longer. Callbacks ignore it:
    /// they expose what they report. Removing the series' labels from the family (<c>Remove</c>, <c>Clear</c>) keeps an expired series from returning.
    /// </summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>
    /// Gets whether every series that is known in advance exists with the value 0 from the start. <c>rate</c> and <c>increase</c>, and therefore
    /// alerts, miss the first event of a series that does not. True by default for a metric without labels, which exists as soon as it is registered.
    /// </summary>
    public bool FromStart
    {
        get => _fromStart ?? Labels.Count == 0;
        init => _fromStart = value;
    }

    /// <summary>
    /// Gets whether counters and histograms attach the trace of the current sampled <see cref="System.Diagnostics.Activity"/> as an exemplar. False by
    /// default.
    /// </summary>
    public bool Exemplars { get; init; }

    /// <summary>Whether the labels are derived from the type of the definition; a definition without a label set then has none.</summary>
    internal bool DerivesLabels => _labels is null;

    /// <summary>Gets the label with this name, or the label of this property of the label set: <c>Label(nameof(Checkout.Country))</c>.</summary>
    /// <exception cref="MetricDefinitionException">The metric has no such label.</exception>
    public LabelDefinition Label(string nameOrProperty) =>
        Labels.FirstOrDefault(l => l.Name == nameOrProperty || l.Property == nameOrProperty)
        ?? throw new MetricDefinitionException(
            $"{this} has no label '{nameOrProperty}'; its labels are: {string.Join(", ", Labels.Select(l => l.Name))}.");

    /// <summary>Returns the name of the metric, so that a definition can be interpolated into PromQL.</summary>
    public sealed override string ToString() => Name;

    private protected virtual IReadOnlyList<LabelDefinition> DeriveLabels() => [];

    /// <summary>Throws if a property has an invalid value. The message starts with the type and name of the definition.</summary>
    internal virtual void Validate()
    {
        Require(MetricNames.IsMetricName(Name), $"'{Name}' is not a valid metric name; it must match [a-zA-Z_:][a-zA-Z0-9_:]*.");
        Require(Help is not null, "Help is null.");
        Require(Unit is null || MetricNames.IsLabelName(Unit), $"'{Unit}' is not a valid unit; it must match [a-zA-Z_][a-zA-Z0-9_]*, for example seconds.");
        Require(MaxSeries >= 0, $"MaxSeries is {MaxSeries}; it must be 0 (the limit of the registry) or more.");
        Require(ExpireAfter is null || ExpireAfter > TimeSpan.Zero, $"ExpireAfter is {ExpireAfter}; it must be null or positive.");

        Require(ConstantLabels is not null, "ConstantLabels is null.");
        var labels = Derived(() => Labels);
        Require(labels.All(l => l is not null), "a label is null.");

        var seen = new HashSet<string>();
        foreach (var label in labels)
            RequireNewLabel(label.Name, seen);
        for (var i = 0; i < ConstantLabels.Count; i++)
            RequireNewLabel(ConstantLabels[i].Key, seen);
        foreach (var label in labels)
        {
            Require(label.MaxValues >= 0, $"MaxValues of label '{label}' is {label.MaxValues}; it must be 0 (no limit) or more.");
            Require(label.Values is null or { Count: > 0 }, $"label '{label}' has an empty list of allowed values.");
            seen.Clear();
            foreach (var value in label.Values ?? [])
                Require(seen.Add(value), $"label '{label}' has the duplicate value '{value}'.");
        }
    }

    /// <summary>Throws unless a condition holds. The message is only created if it is needed: most definitions are valid.</summary>
    private protected void Require([DoesNotReturnIf(false)] bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref RequirementMessage otherwise)
    {
        if (!holds)
            throw Invalid(otherwise.ToString());
    }

    private protected void Require([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
            throw Invalid(otherwise);
    }

    private protected void RequireLabelName(string label)
    {
        Require(MetricNames.IsLabelName(label), $"'{label}' is not a valid label name; it must match [a-zA-Z_][a-zA-Z0-9_]*.");
        Require(!label.StartsWith("__", StringComparison.Ordinal), $"label '{label}' starts with __, which is reserved for Prometheus.");
        Require(label is not ("le" or "quantile"), $"label '{label}' is reserved for histograms and summaries.");
    }

    /// <summary>Derives something from a type and reports an error of the type as an error of this definition.</summary>
    private protected T Derived<T>(Func<T> derive)
    {
        try
        {
            return derive();
        }
        catch (MetricDefinitionException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    private void RequireNewLabel(string label, HashSet<string> seen)
    {
        RequireLabelName(label);
        Require(seen.Add(label), $"duplicate label '{label}'.");
    }

    private MetricDefinitionException Invalid(string what) => new($"{GetType().Name.Split('`')[0]} {Name}: {what}");
}
