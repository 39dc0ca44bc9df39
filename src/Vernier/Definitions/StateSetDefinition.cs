using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// Defines a state set: one series for each state, 1 if it is on and 0 if it is off. The state is in a label with the name of the metric
/// (OpenMetrics 1.0.0, section StateSet). See <see cref="StateSet"/> for when to use one.
/// </summary>
public record StateSetDefinition : MetricDefinition
{
    internal const int MaxStates = 64;

    private readonly IReadOnlyList<string>? _states;

    /// <summary>Defines a state set.</summary>
    /// <param name="name">The name of the metric, which is also the name of the state label and therefore contains no colon.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public StateSetDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.StateSet;

    /// <summary>Gets all states: 1 to 64, distinct and not empty. A typed definition takes them from its enum.</summary>
    public IReadOnlyList<string> States
    {
        get => _states ?? DeriveStates();
        init => _states = value is null ? value : [.. value];
    }

    /// <summary>Gets whether a new series starts in the first state; otherwise all states are off.</summary>
    internal virtual bool BeginsInFirstState => false;

    private protected virtual IReadOnlyList<string> DeriveStates() => [];

    internal override void Validate()
    {
        base.Validate();
        Require(MetricNames.IsLabelName(Name), "the name of a state set must not contain a colon, because it is also a label name.");
        RequireLabelName(Name);
        var states = Derived(() => States);
        Require(states.Count is >= 1 and <= MaxStates, $"{states.Count} states; a state set has 1 to {MaxStates}.");
        Require(states.All(s => !string.IsNullOrEmpty(s)), "a state is empty.");
        var seen = new HashSet<string>();
        foreach (var state in states)
            Require(seen.Add(LabelValue.Normalize(state)), $"duplicate state '{LabelValue.Normalize(state)}'.");
        Require(Unit is null, $"a state set must not have a unit; Unit is '{Unit}'.");
        Require(
            Labels.Select(l => l.Name).Concat(ConstantLabels.Select(l => l.Key)).All(l => l != Name),
            $"label '{Name}' is reserved for the state.");
    }
}

/// <summary>Defines a state set whose states are the members of an enum, exactly one of which is on.</summary>
/// <typeparam name="TState">The enum. <see cref="LabelValueAttribute"/> sets the text of a member.</typeparam>
public sealed record StateSetDefinition<TState> : StateSetDefinition
    where TState : struct, Enum
{
    /// <summary>Defines a state set.</summary>
    /// <param name="name">The name of the metric, which is also the name of the state label and therefore contains no colon.</param>
    /// <param name="help">One sentence that states whose state it is.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public StateSetDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    internal override bool BeginsInFirstState => true;

    private protected override IReadOnlyList<string> DeriveStates() => ClosedValues.Of(typeof(TState))!.Values;
}
