using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines an info metric: facts as labels, with the value 1. See <see cref="Info{TLabels}"/> for when to use one.</summary>
/// <typeparam name="TLabels">The facts: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed record InfoDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : MetricDefinition
    where TLabels : struct
{
    /// <summary>Defines an info metric.</summary>
    /// <param name="name">The full name as it is exposed, by convention ending in <c>_info</c>.</param>
    /// <param name="help">One sentence that describes the facts.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public InfoDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Info;

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
