using System.Runtime.CompilerServices;

namespace Vernier;

/// <summary>Defines a counter: a value that only goes up. By convention its name ends in <c>_total</c>.</summary>
public record CounterDefinition : MetricDefinition
{
    /// <summary>Defines a counter.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that says what is counted.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public CounterDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Counter;

    /// <summary>
    /// Which outcomes of an operation it counts. Null (the default) when that is no question, or when a label tells them apart. The linter finds by it
    /// shares that are none: failures as a part of the successes, for instance.
    /// </summary>
    public CountedOutcomes? Counts { get; init; }
}
