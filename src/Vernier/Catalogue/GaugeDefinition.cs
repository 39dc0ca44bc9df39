namespace Vernier.Catalogue;

/// <summary>Defines a gauge: a value that goes up and down.</summary>
public record GaugeDefinition : MetricDefinition
{
    /// <summary>Defines a gauge.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    public GaugeDefinition(string name, string help)
        : base(name, help)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Gauge;
}
