using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines a state set whose states are the members of an enum, of which exactly one is on.</summary>
/// <typeparam name="TState">The enum. <see cref="LabelValueAttribute"/> gives a member another text.</typeparam>
public sealed record StateSetDefinition<TState> : StateSetDefinition
    where TState : struct, Enum
{
    /// <summary>Defines a state set.</summary>
    /// <param name="name">The metric's name, which is the state label's name too and so has no colon.</param>
    /// <param name="help">One sentence that says whose state it is.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public StateSetDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    internal override bool BeginsInFirstState => true;

    private protected override IReadOnlyList<string> DeriveStates() => ClosedValues.Of(typeof(TState))!.Values;
}
