using System.Runtime.CompilerServices;

namespace Vernier;

/// <summary>Defines a gauge: a value that goes up and down.</summary>
public record GaugeDefinition : MetricDefinition
{
    /// <summary>Defines a gauge.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public GaugeDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Gauge;
}
