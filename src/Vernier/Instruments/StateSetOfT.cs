using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// A state set whose states are the members of an enum. Exactly one state is on: the first one until another is set. See <see cref="StateSet"/> for when
/// to use one. All members are thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// var role = registry.StateSet&lt;Role&gt;("cluster_role", "Role of this node.");
/// role.Set(Role.Leader);
///
/// enum Role { Follower, Leader }
/// </code>
/// </remarks>
/// <typeparam name="TState">The enum.</typeparam>
public sealed class StateSet<TState>
    where TState : struct, Enum
{
    private readonly StateSet _states;

    internal StateSet(StateSet states) => _states = states;

    /// <summary>Turns on one state and turns off all others.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum's members.</exception>
    public void Set(TState state) => _states.Set(ClosedValues.TextOf(state));

    /// <summary>Returns whether a state is on.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum's members.</exception>
    public bool IsOn(TState state) => _states.IsOn(ClosedValues.TextOf(state));
}
