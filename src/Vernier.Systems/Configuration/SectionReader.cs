using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Vernier.Systems.Configuration;

/// <summary>
/// Reads the keys of a section into the properties of an object: single values, lists (<see cref="IReadOnlyList{T}"/>), sections within it (classes
/// of ours), and lists of such. What it cannot read it notes, and leaves the property as it was.
/// </summary>
/// <param name="mistakes">Where the mistakes go, each with its full key, the bad value and what is allowed.</param>
internal sealed class SectionReader(List<string> mistakes)
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Known = new();

    public void ReadInto(object options, IConfigurationSection section)
    {
        Dictionary<string, PropertyInfo> properties = Known.GetOrAdd(options.GetType(), PropertiesOf);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out PropertyInfo? property))
                mistakes.Add($"{child.Path}: there is no such key; known are {string.Join(", ", properties.Keys)}.");
            else if (Read(child, property.PropertyType) is { } value)
                property.SetValue(options, value);
        }
    }

    private static Dictionary<string, PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties()
        .Where(p => p.CanWrite)
        .ToDictionary(p => p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSection(Type type) => type.Assembly == typeof(SectionReader).Assembly && type.IsClass;

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : $"a valid {type.Name}";

    /// <summary>The value, or null after noting why there is none.</summary>
    private object? Read(IConfigurationSection child, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IReadOnlyList<>))
            return ReadItem(child, type);

        Type itemType = type.GetGenericArguments()[0];
        object?[] items = [.. child.GetChildren().Select(item => ReadItem(item, itemType))];
        if (items.Length == 0)
            mistakes.Add($"{child.Path}: must be a list with at least one entry.");
        if (items.Length == 0 || items.Contains(null))
            return null;

        var list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private object? ReadItem(IConfigurationSection child, Type type)
    {
        if (!IsSection(type))
            return ReadSingle(child, type);
        if (!child.GetChildren().Any())
        {
            mistakes.Add($"{child.Path}: must be a section with keys.");
            return null;
        }
        object section = Activator.CreateInstance(type)!;
        ReadInto(section, child);
        return section;
    }

    private object? ReadSingle(IConfigurationSection child, Type type)
    {
        try
        {
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
