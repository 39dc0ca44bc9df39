using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines a gauge: a value that goes up and down. See <see cref="Gauge"/> for when to use one.</summary>
public record GaugeDefinition : MetricDefinition
{
    /// <summary>Defines a gauge.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public GaugeDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Gauge;
}

/// <summary>Defines a gauge whose labels are the properties of a record struct, so that the compiler checks them.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed record GaugeDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : GaugeDefinition
    where TLabels : struct
{
    /// <summary>Defines a gauge.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that describes what is measured.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public GaugeDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
