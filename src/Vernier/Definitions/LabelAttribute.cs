namespace Vernier;

/// <summary>
/// Configures the label of a property, for example <c>readonly record struct Cost([property: Label("repo", MaxValues = 500)] string Repository)</c>.
/// Without it, the name of the label is the name of the property in snake_case.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class LabelAttribute : Attribute
{
    /// <summary>Creates the attribute; the name of the label is the name of the property in snake_case.</summary>
    public LabelAttribute()
    {
    }

    /// <summary>Creates the attribute with a name for the label.</summary>
    /// <param name="name">The name of the label as it is exposed.</param>
    public LabelAttribute(string name) => Name = name;

    /// <summary>Gets the name of the label as it is exposed; null for the name of the property in snake_case.</summary>
    public string? Name { get; }

    /// <summary>Gets the maximum number of different values; 0 (the default) for no limit. See <see cref="LabelDefinition.MaxValues"/>.</summary>
    public int MaxValues { get; init; }

    /// <summary>Gets the description of the label on reference pages.</summary>
    public string Description { get; init; } = "";
}
