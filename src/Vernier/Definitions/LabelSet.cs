using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Vernier.Definitions;

/// <summary>What a label set's type says of its labels: one for each field, in the order of declaration.</summary>
internal static class LabelSet
{
    /// <summary>What must be kept of a label set's type when an application is trimmed.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields
        | DynamicallyAccessedMemberTypes.PublicProperties;

    public static IReadOnlyList<LabelDefinition> LabelsOf([DynamicallyAccessedMembers(Members)] Type type) =>
        [.. FieldsOf(type).Select(field => LabelOf(type, field))];

    /// <summary>The fields that hold the values: for a record struct those behind its positional properties.</summary>
    public static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(Members)] Type type)
    {
        FieldInfo[] fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken)];
        if (fields.Length == 0)
            throw new MetricDefinitionException($"The label set {type.Name} has no fields; use an unlabeled metric instead.");
        foreach (var field in fields)
        {
            if (field.FieldType != typeof(string) && field.FieldType != typeof(bool) && !field.FieldType.IsEnum)
                throw new MetricDefinitionException($"{type.Name}.{PropertyName(field)} is of type {field.FieldType.Name}; a label is a string, an enum or a bool.");
        }
        return fields;
    }

    /// <summary>The name that the programmer wrote, also where the compiler named the field.</summary>
    public static string PropertyName(FieldInfo field) =>
        field.Name is ['<', ..] && field.Name.IndexOf('>') is > 1 and int end ? field.Name[1..end] : field.Name.TrimStart('_');

    private static LabelDefinition LabelOf([DynamicallyAccessedMembers(Members)] Type type, FieldInfo field)
    {
        var property = PropertyName(field);
        var said = type.GetProperty(property)?.GetCustomAttribute<LabelAttribute>() ?? field.GetCustomAttribute<LabelAttribute>();
        return new LabelDefinition(said?.Name ?? MetricNames.ToSnakeCase(property))
        {
            Property = property,
            Values = ClosedValues.Of(field.FieldType)?.Values,
            MaxValues = said?.MaxValues ?? 0,
            Description = said?.Description ?? "",
        };
    }
}
