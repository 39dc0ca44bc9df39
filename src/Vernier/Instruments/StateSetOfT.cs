using Vernier.Definitions;

namespace Vernier;

/// <summary>A state set whose states are the members of an enum, of which exactly one is on: the first until another is set. Thread-safe.</summary>
/// <typeparam name="TState">The enum.</typeparam>
public sealed class StateSet<TState>
    where TState : struct, Enum
{
    private readonly StateSet _states;

    internal StateSet(StateSet states) => _states = states;

    /// <summary>Turns one state on and all others off.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is none of the enum's members.</exception>
    public void Set(TState state) => _states.Set(ClosedValues.TextOf(state));

    /// <summary>Whether this is the state.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is none of the enum's members.</exception>
    public bool IsOn(TState state) => _states.IsOn(ClosedValues.TextOf(state));
}
