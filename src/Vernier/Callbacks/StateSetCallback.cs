using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>The value is the state that is on.</summary>
internal sealed class StateSetCallback(StateSetDefinition definition) : CallbackKind<string>
{
    private readonly string[] _states = [.. definition.States];

    public override void Check(string value)
    {
        if (!_states.Contains(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{definition} has the states: {string.Join(", ", _states)}.");
    }

    public override string Merge(string one, string other) => other;

    public override void Collect(ICollectionVisitor visitor, Series series, string value) =>
        visitor.StateSet(series, new StateSetSnapshot(_states, 1UL << Array.IndexOf(_states, value)));
}
