using System.Diagnostics.CodeAnalysis;

namespace Vernier;

/// <summary>
/// The one place where a metric is stated: its name, type, help, unit, labels and limits. Instruments, dashboards, alerts and
/// reference pages are made from it. Immutable, lists that it is given are copied; it is checked when it is registered (<see cref="MetricDefinitionException"/>).
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

    /// <summary>The full name as it is exposed and queried, <c>_total</c> or <c>_info</c> included: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>.</summary>
    public string Name { get; init; }

    /// <summary>One sentence that says what is measured; shown beside the metric by Prometheus and Grafana.</summary>
    public string Help { get; init; }

    /// <summary>When it is recorded and what it includes, for the reference page: a sentence or two. Empty by default.</summary>
    public string Recorded { get; init; } = "";

    /// <summary>Where it is defined, for messages.</summary>
    public SourcePlace Source { get; }

    /// <summary>The metric's type.</summary>
    public abstract MetricType Type { get; }

    /// <summary>
    /// The unit as Prometheus spells it, in the plural: <c>seconds</c>, <c>bytes</c>, <c>ratio</c>. Null (the default) for a plain number.
    /// OpenMetrics' <c># UNIT</c> line is written when the name ends in it.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>The labels, in the order in which they are exposed; none by default. A typed definition takes them from its label set.</summary>
    public IReadOnlyList<LabelDefinition> Labels
    {
        get => _labels ?? DeriveLabels();
        init => _labels = value is null ? value : [.. value];
    }

    /// <summary>Labels that have the same value on every series of this family; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>The group in which reference pages list the metric, e.g. <c>Errors</c>; null (the default) for none.</summary>
    public string? Category { get; init; }

    /// <summary>
    /// How many series the family may have; further ones are folded into one whose labels are all <c>_overflow</c>.
    /// 0 (the default) takes the registry's limit.
    /// </summary>
    public int MaxSeries { get; init; }

    /// <summary>
    /// A series that was not recorded to for this long disappears from the scrapes until it is recorded to again; null (the default) keeps all.
    /// Looked at when the registry is walked, so the precision is the scrape interval. Callback families ignore it: what they stop reporting is gone.
    /// </summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>
    /// Whether every series that can be known in advance exists, at 0, before anything happened. <c>rate</c> and <c>increase</c> miss the first event
    /// of a series that does not, and so do alerts. By default true for a metric without labels, which exists as soon as it is registered.
    /// </summary>
    public bool FromStart
    {
        get => _fromStart ?? Labels.Count == 0;
        init => _fromStart = value;
    }

    /// <summary>
    /// Whether counters and histograms remember, as an exemplar, the trace of the sampled <see cref="System.Diagnostics.Activity"/> that
    /// is current when they record. False by default.
    /// </summary>
    public bool Exemplars { get; init; }

    /// <summary>The label with this name, or the one that stands for this property of the label set: <c>Label(nameof(Checkout.Country))</c>.</summary>
    /// <exception cref="MetricDefinitionException">The metric has no such label.</exception>
    public LabelDefinition Label(string nameOrProperty) =>
        Labels.FirstOrDefault(l => l.Name == nameOrProperty || l.Property == nameOrProperty)
        ?? throw new MetricDefinitionException(
            $"{this} has no label '{nameOrProperty}'; its labels are: {string.Join(", ", Labels.Select(l => l.Name))}.");

    /// <summary>The metric's name, so that a definition can stand in PromQL text.</summary>
    public sealed override string ToString() => Name;

    private protected virtual IReadOnlyList<LabelDefinition> DeriveLabels() => [];

    /// <summary>Throws when a property has a value that is not allowed; the message starts with the definition's name.</summary>
    internal virtual void Validate()
    {
        Require(MetricNames.IsMetricName(Name), $"'{Name}' is not a metric name; allowed is [a-zA-Z_:][a-zA-Z0-9_:]*.");
        Require(Help is not null, "the help text is null.");
        Require(Unit is null || MetricNames.IsLabelName(Unit), $"'{Unit}' is not a unit; allowed is [a-zA-Z_][a-zA-Z0-9_]*, e.g. seconds.");
        Require(MaxSeries >= 0, $"MaxSeries is {MaxSeries}; allowed is 0 (the registry's limit) or more.");
        Require(ExpireAfter is null || ExpireAfter > TimeSpan.Zero, $"ExpireAfter is {ExpireAfter}; allowed is null or more than zero.");

        Require(ConstantLabels is not null, "the constant labels are null.");
        var labels = Derived(() => Labels);
        Require(labels.All(l => l is not null), "a label is null.");

        var seen = new HashSet<string>();
        foreach (var label in labels.Select(l => l.Name).Concat(ConstantLabels.Select(l => l.Key)))
        {
            RequireLabelName(label);
            Require(seen.Add(label), $"the label '{label}' is there twice.");
        }
        foreach (var label in labels)
        {
            Require(label.MaxValues >= 0, $"MaxValues of the label '{label}' is {label.MaxValues}; allowed is 0 (no limit) or more.");
            Require(label.Values is null or { Count: > 0 }, $"the label '{label}' is closed but has no values.");
        }
    }

    private protected void Require([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
            throw Wrong(otherwise);
    }

    private protected void RequireLabelName(string label)
    {
        Require(MetricNames.IsLabelName(label), $"'{label}' is not a label name; allowed is [a-zA-Z_][a-zA-Z0-9_]*.");
        Require(!label.StartsWith("__", StringComparison.Ordinal), $"the label '{label}' starts with __, which Prometheus keeps for itself.");
        Require(label is not ("le" or "quantile"), $"the label '{label}' is kept for histograms and summaries.");
    }

    /// <summary>What follows from a type: where that is not allowed, the type's mistake is told as one of this definition.</summary>
    private protected T Derived<T>(Func<T> derive)
    {
        try
        {
            return derive();
        }
        catch (MetricDefinitionException mistake)
        {
            throw Wrong(mistake.Message);
        }
    }

    private MetricDefinitionException Wrong(string what) => new($"{GetType().Name.Split('`')[0]} {Name}: {what}");
}
