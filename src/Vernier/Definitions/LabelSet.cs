using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Definitions;

/// <summary>Derives labels from the type of a label set: one for each property or public field, in the order of declaration.</summary>
internal static class LabelSet
{
    /// <summary>The members of a label set that trimming must keep.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields
        | DynamicallyAccessedMemberTypes.PublicProperties;

    private const string BackingFieldSuffix = ">k__BackingField";

    private const string Expected = "a label set is a record struct whose properties are strings, enums or booleans";

    // The definition and the family of a metric both need the labels, and reflection takes long. Does not keep a type that could be unloaded.
    private static readonly ConditionalWeakTable<Type, LabelDefinition[]> Known = [];

    /// <summary>Gets the labels of a label set.</summary>
    /// <exception cref="MetricDefinitionException">The type is not a label set.</exception>
    public static IReadOnlyList<LabelDefinition> LabelsOf([DynamicallyAccessedMembers(Members)] Type type)
    {
        if (Known.TryGetValue(type, out var known))
            return known;
        LabelDefinition[] labels = [.. FieldsOf(type).Select(field => LabelOf(type, field))];
        Known.AddOrUpdate(type, labels);
        return labels;
    }

    /// <summary>Checks that the labels of a definition are those of a label set.</summary>
    /// <exception cref="MetricDefinitionException">They are not.</exception>
    public static void ThrowUnlessOf([DynamicallyAccessedMembers(Members)] Type type, MetricDefinition definition)
    {
        var names = definition.Labels.Select(l => l.Name);
        if (!names.SequenceEqual(LabelsOf(type).Select(l => l.Name)))
            throw new MetricDefinitionException($"{definition}: its labels ({string.Join(", ", names)}) are not those of the label set {type.Name}.");
    }

    /// <summary>
    /// Gets the fields that store the values, which for a record struct are those behind its positional properties. They are read directly from
    /// memory, so every field must be the complete state of a public property that returns it unchanged, or be public itself.
    /// </summary>
    /// <exception cref="MetricDefinitionException">The type is not a label set, or reading its fields would bypass code of the type.</exception>
    public static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(Members)] Type type)
    {
        FieldInfo[] fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken)];
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0).ToDictionary(p => p.Name);
        if (fields.Length == 0)
            throw new MetricDefinitionException($"The label set {type.Name} has no labels; use a metric without labels instead.");
        if (type.IsPrimitive || type.IsEnum || !fields.Any(f => f.IsPublic || properties.ContainsKey(PropertyName(f))))
            throw new MetricDefinitionException($"{type.Name} has no properties that can be labels; {Expected}.");
        if (type.IsExplicitLayout || type.IsDefined(typeof(InlineArrayAttribute)))
            throw new MetricDefinitionException($"{type.Name} has an explicit memory layout or is an inline array; {Expected}.");

        foreach (var field in fields)
            Check(type, field, properties.GetValueOrDefault(PropertyName(field)));
        foreach (var computed in properties.Keys.Except(fields.Select(PropertyName)))
            throw new MetricDefinitionException($"{type.Name}.{computed} is computed, so it cannot be a label. Use a positional property, or a method if it is not a label.");
        return fields;
    }

    /// <summary>Gets the name of the property as declared in the source, also where the compiler generated the name of the field.</summary>
    public static string PropertyName(FieldInfo field) => IsBackingField(field) ? field.Name[1..^BackingFieldSuffix.Length] : field.Name.TrimStart('_');

    private static bool IsBackingField(FieldInfo field) => field.Name is ['<', ..] && field.Name.EndsWith(BackingFieldSuffix, StringComparison.Ordinal);

    private static void Check(Type type, FieldInfo field, PropertyInfo? property)
    {
        if (!field.IsPublic && !(IsBackingField(field) && property is not null))
        {
            throw new MetricDefinitionException(
                $"{type.Name} has the private field '{PropertyName(field)}', which cannot be a label. Make it an automatic public property, or remove it.");
        }
        if (field.FieldType != typeof(string) && field.FieldType != typeof(bool) && !field.FieldType.IsEnum)
            throw new MetricDefinitionException($"{type.Name}.{PropertyName(field)} is of type {field.FieldType.Name}; a label must be a string, an enum or a bool.");

        // The compiler marks the accessors of an automatic property like their field, but not a getter with code. If trimming has removed the
        // marks, the field has none either.
        if (!field.IsPublic && field.IsDefined(typeof(CompilerGeneratedAttribute)) && property!.GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) != true)
            throw new MetricDefinitionException($"{type.Name}.{property.Name} has a getter with code, which labels bypass. Use 'get;', and change the value where it is set.");
    }

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
