using System.Runtime.CompilerServices;

namespace Vernier;

/// <summary>
/// Defines a state set: one series for each state, 1 when it is on and 0 when it is off. The state stands in a label named as the metric
/// (OpenMetrics 1.0.0, section StateSet).
/// </summary>
public record StateSetDefinition : MetricDefinition
{
    internal const int MaxStates = 64;

    private readonly IReadOnlyList<string>? _states;

    /// <summary>Defines a state set.</summary>
    /// <param name="name">The metric's name, which is the state label's name too and so has no colon.</param>
    /// <param name="help">One sentence that says whose state it is.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public StateSetDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.StateSet;

    /// <summary>All states, different and not empty: 1 to 64. A typed definition takes them from its enum.</summary>
    public IReadOnlyList<string> States
    {
        get => _states ?? DeriveStates();
        init => _states = value is null ? value : [.. value];
    }

    /// <summary>Whether a new series is in the first state; otherwise all are off.</summary>
    internal virtual bool BeginsInFirstState => false;

    private protected virtual IReadOnlyList<string> DeriveStates() => [];

    internal override void Validate()
    {
        base.Validate();
        Require(MetricNames.IsLabelName(Name), "the name of a state set is a label's name too, so it has no colon.");
        RequireLabelName(Name);
        var states = Derived(() => States);
        Require(states.Count is >= 1 and <= MaxStates, $"it has {states.Count} states; allowed are 1 to {MaxStates}.");
        Require(states.All(s => !string.IsNullOrEmpty(s)), "a state is empty.");
        Require(states.Distinct().Count() == states.Count, "a state is there twice.");
        Require(Unit is null, $"it has the unit '{Unit}'; a state set has none.");
        Require(Labels.Select(l => l.Name).Concat(ConstantLabels.Select(l => l.Key)).All(l => l != Name), $"the label '{Name}' is the state's own.");
    }
}
