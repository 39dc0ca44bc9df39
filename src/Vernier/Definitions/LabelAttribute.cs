namespace Vernier;

/// <summary>
/// Says more of a label than its property does, e.g. <c>readonly record struct Cost([property: Label("repo", MaxValues = 500)] string Repository)</c>.
/// Without it the label's name is the property's name in snake_case.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class LabelAttribute : Attribute
{
    /// <summary>Keeps the name that follows from the property.</summary>
    public LabelAttribute()
    {
    }

    /// <summary>Names the label.</summary>
    /// <param name="name">The label's name as it is exposed.</param>
    public LabelAttribute(string name) => Name = name;

    /// <summary>The label's name as it is exposed; null to take the property's name in snake_case.</summary>
    public string? Name { get; }

    /// <summary>How many different values the label may take; 0 (the default) for no limit of its own. See <see cref="LabelDefinition.MaxValues"/>.</summary>
    public int MaxValues { get; init; }

    /// <summary>What the label tells, for the generated reference pages.</summary>
    public string Description { get; init; } = "";
}
