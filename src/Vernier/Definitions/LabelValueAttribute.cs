namespace Vernier;

/// <summary>Sets the label value of an enum member. Without it, the value is the name of the member in snake_case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class LabelValueAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="value">The label value as it is exposed. Empty means that the label is absent.</param>
    public LabelValueAttribute(string value) => Value = value;

    /// <summary>Gets the label value as it is exposed.</summary>
    public string Value { get; }
}
