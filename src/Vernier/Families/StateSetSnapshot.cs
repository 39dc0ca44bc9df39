namespace Vernier.Families;

/// <summary>A state set at one point in time. Valid during the call that receives it.</summary>
public readonly ref struct StateSetSnapshot
{
    private readonly ulong _on;

    internal StateSetSnapshot(IReadOnlyList<string> states, ulong on)
    {
        States = states;
        _on = on;
    }

    /// <summary>Gets all states, in the order of the definition.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>Returns whether a state is on.</summary>
    /// <param name="index">The index of the state in <see cref="States"/>.</param>
    public bool IsOn(int index) => (_on & (1UL << index)) != 0;
}
