using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines a counter: a value that only increases. See <see cref="Counter"/> for when to use one.</summary>
public record CounterDefinition : MetricDefinition
{
    /// <summary>Defines a counter.</summary>
    /// <param name="name">The full name as it is exposed, by convention ending in <c>_total</c>.</param>
    /// <param name="help">One sentence that describes what is counted.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public CounterDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Counter;

    /// <summary>
    /// Gets which outcomes of an operation are counted; null (the default) if the question does not apply, or if a label separates the outcomes. The
    /// linter uses it to find meaningless ratios, for example failures divided by successes.
    /// </summary>
    public CountedOutcomes? Counts { get; init; }
}

/// <summary>Defines a counter whose labels are the properties of a record struct, so that the compiler checks them.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed record CounterDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : CounterDefinition
    where TLabels : struct
{
    /// <summary>Defines a counter.</summary>
    /// <param name="name">The full name as it is exposed, by convention ending in <c>_total</c>.</param>
    /// <param name="help">One sentence that describes what is counted.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public CounterDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}

/// <summary>The outcomes of an operation that a counter counts.</summary>
public enum CountedOutcomes
{
    /// <summary>All operations, regardless of their outcome.</summary>
    Attempts,

    /// <summary>Only operations that succeeded.</summary>
    Successes,

    /// <summary>Only operations that failed.</summary>
    Failures,
}
