using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>
/// Reads the keys of a section into the properties of an object: single values, lists (<see cref="IReadOnlyList{T}"/>), sections within it (classes
/// of ours), lists of such, and such by name (<see cref="IReadOnlyDictionary{TKey, TValue}"/>). What it cannot read it notes, and leaves the
/// property as it was.
/// </summary>
/// <param name="mistakes">Where the mistakes go, each with its full key, the bad value and what is allowed.</param>
internal sealed class SectionReader(List<string> mistakes)
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Known = new();

    public void ReadInto(object options, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            mistakes.Add($"{section.Path}: must be a section with keys.");
        var properties = Known.GetOrAdd(options.GetType(), PropertiesOf);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                mistakes.Add($"{child.Path}: there is no such key; known are {string.Join(", ", properties.Keys)}.");
            else if (Read(child, property.PropertyType) is { } value)
                property.SetValue(options, value);
        }
    }

    private static Dictionary<string, PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties()
        .Where(p => p.CanWrite)
        .ToDictionary(p => p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSection(Type type) => type.IsClass && type.Assembly.GetName().Name is { } name && name.StartsWith("Vernier.", StringComparison.Ordinal);

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : $"a valid {type.Name}";

    /// <summary>The value, or null after noting why there is none.</summary>
    private object? Read(IConfigurationSection child, Type type)
    {
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return generic == typeof(IReadOnlyList<>) ? ReadList(child, type.GetGenericArguments()[0])
            : generic == typeof(IReadOnlyDictionary<,>) ? ReadNamed(child, type.GetGenericArguments()[1])
            : ReadItem(child, type);
    }

    private Array? ReadList(IConfigurationSection child, Type itemType)
    {
        // A single text is a list of one.
        var single = itemType == typeof(string) && !string.IsNullOrWhiteSpace(child.Value);
        object?[] items = [.. (single ? [child] : child.GetChildren()).Select(item => ReadItem(item, itemType))];
        if (items.Length == 0)
            mistakes.Add($"{child.Path}: must be a list with at least one entry.");
        if (items.Length == 0 || items.Contains(null))
            return null;

        var list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private IDictionary? ReadNamed(IConfigurationSection child, Type itemType)
    {
        if (!child.GetChildren().Any())
        {
            mistakes.Add($"{child.Path}: must be a section with names.");
            return null;
        }

        var named = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), itemType))!;
        foreach (var entry in child.GetChildren())
        {
            if (ReadItem(entry, itemType) is { } value)
                named[entry.Key] = value;
        }

        return named;
    }

    private object? ReadItem(IConfigurationSection child, Type type)
    {
        if (!IsSection(type))
            return ReadSingle(child, Nullable.GetUnderlyingType(type) ?? type);
        if (!child.GetChildren().Any())
        {
            mistakes.Add($"{child.Path}: must be a section with keys.");
            return null;
        }

        var section = Activator.CreateInstance(type)!;
        ReadInto(section, child);
        return section;
    }

    private object? ReadSingle(IConfigurationSection child, Type type)
    {
        try
        {
            // The plain binder takes a number for the name of an enum's value.
            if (type.IsEnum && int.TryParse(child.Value, out _))
                throw new InvalidOperationException();
            if (!string.IsNullOrWhiteSpace(child.Value))
                return child.Get(type);
            mistakes.Add(child.GetChildren().Any() ? $"{child.Path}: must be one value." : $"{child.Path}: has no value.");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add($"{child.Path}: '{child.Value}' is not {Describe(type)}.");
        }

        return null;
    }
}
