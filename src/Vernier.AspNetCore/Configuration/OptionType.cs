using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>A property that is bound to a key.</summary>
internal sealed record OptionProperty(string Key, PropertyInfo Property, bool IsSecret, IReadOnlyList<ValidationAttribute> Rules)
{
    /// <summary>Whether null means that the option is not set.</summary>
    public bool IsOptional { get; } = new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable;
}

/// <summary>The keys of an options class. This is the only place that derives a key from a property.</summary>
[RequiresUnreferencedCode(ValidatedOptions.Reflection)]
[RequiresDynamicCode(ValidatedOptions.Reflection)]
internal sealed class OptionType
{
    private static readonly ConcurrentDictionary<Type, OptionType> Cache = new();

    private static readonly HashSet<Type> Scalars =
        [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(TimeSpan), typeof(Uri), typeof(IPAddress)];

    private OptionType(Type type)
    {
        var isSnakeCase = type.IsDefined(typeof(SnakeCaseKeysAttribute));
        Properties =
        [
            .. type.GetProperties()
                .Where(IsBound)
                .Select(p => new OptionProperty(
                    KeyOf(p, isSnakeCase), p, p.IsDefined(typeof(SecretAttribute)), [.. p.GetCustomAttributes<ValidationAttribute>()])),
        ];
    }

    /// <summary>The properties in the order of their declaration.</summary>
    public IReadOnlyList<OptionProperty> Properties { get; }

    public static OptionType Of(Type type) => Cache.GetOrAdd(type, static t => new OptionType(t));

    /// <summary>Whether the type is an options class, which has its own keys.</summary>
    public static bool IsSection(Type type) => type.IsClass
        && !type.IsGenericType
        && !Scalars.Contains(type)
        && !typeof(Delegate).IsAssignableFrom(type)
        && type.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>The type of the entries when the type is a list; otherwise null.</summary>
    public static Type? ListItem(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The type of the entries when the type is a dictionary by name; otherwise null.</summary>
    public static Type? NamedItem(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var generic
        && (generic == typeof(IReadOnlyDictionary<,>) || generic == typeof(IDictionary<,>))
        && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;

    /// <summary>The property of a key, in any case, or of a property name; null when there is none.</summary>
    public OptionProperty? Find(string key) => Properties.FirstOrDefault(p => p.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the keys that lead to an option, for example <c>providers:0:name</c>.</summary>
    public static string KeyOf(Type type, IEnumerable<string> path)
    {
        var keys = new List<string>();
        var current = type;
        foreach (var part in path)
        {
            if ((ListItem(current) ?? NamedItem(current)) is { } item)
            {
                keys.Add(part);
                current = item;
            }
            else
            {
                var property = Of(current).Properties.FirstOrDefault(p => p.Property.Name == part);
                keys.Add(property?.Key ?? part);
                current = property?.Property.PropertyType ?? typeof(object);
            }
        }
        return string.Join(':', keys);
    }

    /// <summary>Returns all keys below an option of the type, each after the key of the option.</summary>
    public static IEnumerable<string> KeysBelow(string key, Type type) =>
        (ListItem(type) ?? NamedItem(type)) is { } item ? KeysBelow($"{key}:*", item)
        : IsSection(type) ? Of(type).Properties.SelectMany(p => KeysBelow($"{key}:{p.Key}", p.Property.PropertyType))
        : [key];

    private static string KeyOf(PropertyInfo property, bool isSnakeCase) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name
        ?? (isSnakeCase ? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) : property.Name);

    private static bool IsBound(PropertyInfo property)
    {
        var type = property.PropertyType;
        return (property.CanWrite ? IsValue(type) || IsSection(type) || (ListItem(type) ?? NamedItem(type)) is not null : IsFilled(type))
            && property.GetIndexParameters().Length == 0;
    }

    private static bool IsValue(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var value && (value.IsEnum || Scalars.Contains(value));

    /// <summary>Whether the entries are added to the value that the property has.</summary>
    private static bool IsFilled(Type type) => type == typeof(IDictionary<string, string>);
}
