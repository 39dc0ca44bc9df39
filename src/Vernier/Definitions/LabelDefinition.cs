namespace Vernier;

/// <summary>One label of a metric: its name and the values that it may take. Immutable.</summary>
/// <param name="Name">The label's name: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>, not starting with <c>__</c>, and neither <c>le</c> nor <c>quantile</c>.</param>
public sealed record LabelDefinition(string Name)
{
    /// <summary>All values the label can take when the set is closed; null (the default) when it is open.</summary>
    public IReadOnlyList<string>? Values { get; init => field = value is null ? value : [.. value]; }

    /// <summary>
    /// How many different values an open label may take; further ones are folded into <c>_overflow</c> and counted in
    /// <c>vernier_series_overflows_total</c>. 0 (the default): only the family's limit counts.
    /// </summary>
    public int MaxValues { get; init; }

    /// <summary>What the label tells, for the generated reference pages. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>The property of the label set that the label stands for; null for a label that was named directly.</summary>
    internal string? Property { get; init; }

    /// <summary>The label's name, so that a label can stand in PromQL text.</summary>
    public override string ToString() => Name;
}
