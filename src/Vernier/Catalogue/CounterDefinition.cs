namespace Vernier.Catalogue;

/// <summary>Defines a counter: a value that only goes up. By convention its name ends in <c>_total</c>.</summary>
public record CounterDefinition : MetricDefinition
{
    /// <summary>Defines a counter.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that says what is counted.</param>
    public CounterDefinition(string name, string help)
        : base(name, help)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Counter;
}
