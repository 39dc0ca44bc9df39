using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Vernier.Definitions;

/// <summary>Derives labels from the type of a label set: one for each field, in the order of declaration.</summary>
internal static class LabelSet
{
    /// <summary>The members of a label set that trimming must keep.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields
        | DynamicallyAccessedMemberTypes.PublicProperties;

    public static IReadOnlyList<LabelDefinition> LabelsOf([DynamicallyAccessedMembers(Members)] Type type) =>
        [.. FieldsOf(type).Select(field => LabelOf(type, field))];

    /// <summary>Gets the fields that store the values, which for a record struct are those behind its positional properties.</summary>
    public static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(Members)] Type type)
    {
        FieldInfo[] fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken)];
        if (fields.Length == 0)
            throw new MetricDefinitionException($"The label set {type.Name} has no fields; use a metric without labels instead.");
        foreach (var field in fields)
        {
            if (field.FieldType != typeof(string) && field.FieldType != typeof(bool) && !field.FieldType.IsEnum)
                throw new MetricDefinitionException($"{type.Name}.{PropertyName(field)} is of type {field.FieldType.Name}; a label must be a string, an enum or a bool.");
        }
        return fields;
    }

    /// <summary>Gets the name of the property as declared in the source, also where the compiler generated the name of the field.</summary>
    public static string PropertyName(FieldInfo field) =>
        field.Name is ['<', ..] && field.Name.IndexOf('>') is > 1 and int end ? field.Name[1..end] : field.Name.TrimStart('_');

    private static LabelDefinition LabelOf([DynamicallyAccessedMembers(Members)] Type type, FieldInfo field)
    {
        var property = PropertyName(field);
        var attribute = type.GetProperty(property)?.GetCustomAttribute<LabelAttribute>() ?? field.GetCustomAttribute<LabelAttribute>();
        return new LabelDefinition(attribute?.Name ?? MetricNames.ToSnakeCase(property))
        {
            Property = property,
            Values = ClosedValues.Of(field.FieldType)?.Values,
            MaxValues = attribute?.MaxValues ?? 0,
            Description = attribute?.Description ?? "",
        };
    }
}
