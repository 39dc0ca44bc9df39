namespace Vernier;

/// <summary>Gives an enum member the label value that is exposed for it; without it the value is the member's name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class LabelValueAttribute : Attribute
{
    /// <summary>Names the value.</summary>
    /// <param name="value">The label value as it is exposed. Empty means that the label is absent.</param>
    public LabelValueAttribute(string value) => Value = value;

    /// <summary>The label value as it is exposed.</summary>
    public string Value { get; }
}
