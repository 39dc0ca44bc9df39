using System.Reflection;

namespace Vernier.Architecture.Tests.Api;

/// <summary>Formats types as in C#, with nullability. Types of System namespaces are shown without namespace.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        // Metadata does not preserve the ? of a type parameter whose argument may be null.
        var mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
        return type switch
        {
            { IsByRef: true } => Of(type.GetElementType()!, nullability),
            { IsArray: true } => Of(type.GetElementType()!, nullability?.ElementType) + "[]" + mark,
            { IsPointer: true } => Of(type.GetElementType()!) + "*",
            _ when Nullable.GetUnderlyingType(type) is { } value => Of(value) + "?",
            { IsGenericParameter: true } => type.Name,
            _ => Keywords.GetValueOrDefault(type, Named(type, nullability)) + mark,
        };
    }

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        // The type arguments of a nested type begin with those of the enclosing types.
        var arguments = type.GetGenericArguments();
        var outerArguments = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var formatted = arguments.Select((argument, index) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index))).Skip(outerArguments).ToList();
        var name = type.Name.Split('`')[0] + (formatted is [] ? "" : $"<{string.Join(", ", formatted)}>");
        if (type.DeclaringType is { } outer)
            return $"{Of(outerArguments == 0 ? outer : outer.MakeGenericType(arguments[..outerArguments]))}.{name}";
        return type.Namespace is null || type.Namespace.Split('.')[0] == "System" ? name : $"{type.Namespace}.{name}";
    }
}
