using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines an info metric: facts as labels, with the value 1. By convention its name ends in <c>_info</c>.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed record InfoDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : MetricDefinition
    where TLabels : struct
{
    /// <summary>Defines an info metric.</summary>
    /// <param name="name">The full name as it is exposed.</param>
    /// <param name="help">One sentence that says what the facts are about.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public InfoDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Info;

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
