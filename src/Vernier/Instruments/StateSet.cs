using Vernier.Families;

namespace Vernier;

/// <summary>Exposes which states of a fixed set are on, one series for each state with the value 1 or 0.</summary>
/// <remarks>
/// <para>
/// Use a state set for a status such as a circuit breaker or a replication role: queries name the state (<c>breaker{breaker="open"} == 1</c>), and the
/// share of time in a state is <c>avg_over_time</c>. A gauge whose numbers stand for states needs a legend and breaks when a state is added. For many or
/// unbounded values, use a label instead. If exactly one state is on and the states are an enum, use <see cref="StateSet{TState}"/>. For facts that do
/// not change, use <see cref="Info{TLabels}"/>.
/// </para>
/// <para>
/// Get a state set from <see cref="MetricRegistryExtensions.StateSet(MetricRegistry, string, string, IReadOnlyList{string})"/> and its overloads. All
/// members are thread-safe. Recording takes no lock and allocates nothing.
/// </para>
/// <code>
/// var features = registry.StateSet("shop_feature_enabled", "Features that are enabled.", states: ["search", "wishlist"]);
/// features.Set("search", on: true);
/// </code>
/// </remarks>
public sealed class StateSet : Series
{
    private readonly IReadOnlyList<string> _states;
    private ulong _on;

    internal StateSet(MetricFamily family, string[] values, IReadOnlyList<string> states, bool inFirst)
        : base(family, values)
    {
        _states = states;
        _on = inFirst ? 1UL : 0;
    }

    /// <summary>Turns on one state and turns off all others.</summary>
    /// <param name="state">One of the states of the definition.</param>
    /// <exception cref="ArgumentOutOfRangeException">The definition has no such state.</exception>
    public void Set(string state) => Volatile.Write(ref ((StateSet)Use())._on, 1UL << IndexOf(state));

    /// <summary>Turns one state on or off and leaves the others unchanged.</summary>
    /// <param name="state">One of the states of the definition.</param>
    /// <param name="on">Whether the state is on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The definition has no such state.</exception>
    public void Set(string state, bool on)
    {
        var bit = 1UL << IndexOf(state);
        if (on)
            Interlocked.Or(ref ((StateSet)Use())._on, bit);
        else
            Interlocked.And(ref ((StateSet)Use())._on, ~bit);
    }

    /// <summary>Returns whether a state is on.</summary>
    /// <param name="state">One of the states of the definition.</param>
    /// <exception cref="ArgumentOutOfRangeException">The definition has no such state.</exception>
    public bool IsOn(string state) => (Volatile.Read(ref _on) & (1UL << IndexOf(state))) != 0;

    internal override void Collect(ICollectionVisitor visitor) => visitor.StateSet(this, new StateSetSnapshot(_states, Volatile.Read(ref _on)));

    private int IndexOf(string state)
    {
        for (var i = 0; i < _states.Count; i++)
        {
            if (_states[i] == state)
                return i;
        }
        throw new ArgumentOutOfRangeException(nameof(state), state, $"Unknown state; {Family.Name} has the states {string.Join(", ", _states)}.");
    }
}
