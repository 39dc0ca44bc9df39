namespace Vernier.Families;

/// <summary>A state set series at one moment.</summary>
public readonly ref struct StateSetSnapshot
{
    private readonly ulong _on;

    internal StateSetSnapshot(IReadOnlyList<string> states, ulong on)
    {
        States = states;
        _on = on;
    }

    /// <summary>All states, in the order of the definition.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>Whether the state at this index of <see cref="States"/> is on.</summary>
    /// <param name="index">The index.</param>
    public bool IsOn(int index) => (_on & (1UL << index)) != 0;
}
