using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines a counter whose labels are the fields of a label set.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public sealed record CounterDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : CounterDefinition
    where TLabels : struct
{
    /// <summary>Defines a counter.</summary>
    /// <param name="name">The metric's name as it is exposed.</param>
    /// <param name="help">One sentence that says what is measured.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public CounterDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
