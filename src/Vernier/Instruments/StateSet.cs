using Vernier.Families;

namespace Vernier;

/// <summary>A fixed set of states, each on or off. All members are thread-safe, and recording allocates nothing.</summary>
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

    /// <summary>Turns one state on and all others off.</summary>
    /// <param name="state">One of the definition's states.</param>
    /// <exception cref="ArgumentOutOfRangeException">The definition has no such state.</exception>
    public void Set(string state) => Volatile.Write(ref ((StateSet)Use())._on, 1UL << IndexOf(state));

    /// <summary>Turns one state on or off and leaves the others.</summary>
    /// <param name="state">One of the definition's states.</param>
    /// <param name="on">Whether it is on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The definition has no such state.</exception>
    public void Set(string state, bool on)
    {
        var bit = 1UL << IndexOf(state);
        if (on)
            Interlocked.Or(ref ((StateSet)Use())._on, bit);
        else
            Interlocked.And(ref ((StateSet)Use())._on, ~bit);
    }

    /// <summary>Whether a state is on.</summary>
    /// <param name="state">One of the definition's states.</param>
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
        throw new ArgumentOutOfRangeException(nameof(state), state, $"{Family.Name} has the states: {string.Join(", ", _states)}.");
    }
}
