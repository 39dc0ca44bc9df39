using System.Reflection;

namespace Vernier.Architecture.Tests.Api;

/// <summary>Spells types as C# does, with their nullability. System's own types stand without their namespace.</summary>
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
        // Whether a type parameter's own ? was written is lost in metadata wherever its argument may be null.
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
        // A nested type's arguments begin with those of the types around it.
        var arguments = type.GetGenericArguments();
        var outerArguments = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var spelt = arguments.Select((argument, index) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index))).Skip(outerArguments).ToList();
        var name = type.Name.Split('`')[0] + (spelt is [] ? "" : $"<{string.Join(", ", spelt)}>");
        if (type.DeclaringType is { } outer)
            return $"{Of(outerArguments == 0 ? outer : outer.MakeGenericType(arguments[..outerArguments]))}.{name}";
        return type.Namespace is null || type.Namespace.Split('.')[0] == "System" ? name : $"{type.Namespace}.{name}";
    }
}
