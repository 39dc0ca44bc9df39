using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Vernier.Systems.Configuration;

/// <summary>
/// Binds the keys of a section to the properties of options. Unlike the plain binder it reports unknown keys, finds all mistakes at once (through
/// <see cref="IValidateOptions{TOptions}"/>), drops no list entry that it cannot read, and replaces a default list instead of adding to it.
/// </summary>
/// <param name="section">The section; one that does not exist changes nothing.</param>
/// <param name="validator">Checks the values; the path of the section is put before what it finds.</param>
internal sealed class SectionBinding<TOptions>(IConfigurationSection section, IValidateOptions<TOptions> validator) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public void Configure(TOptions options) => Bind(section, options, []);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var mistakes = new List<string>();
        Bind(section, new TOptions(), mistakes);
        ValidateOptionsResult values = validator.Validate(name, options);
        mistakes.AddRange((values.Failures ?? []).Select(failure => $"{section.Path}:{failure}"));
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static void Bind(IConfigurationSection section, object options, List<string> mistakes)
    {
        Dictionary<string, PropertyInfo> properties = options.GetType().GetProperties()
            .ToDictionary(p => p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out PropertyInfo? property))
                mistakes.Add($"{child.Path}: there is no such key; known are {string.Join(", ", properties.Keys)}.");
            else if (Read(child, property.PropertyType, mistakes) is { } value)
                property.SetValue(options, value);
        }
    }

    /// <summary>The value, or null after noting why there is none.</summary>
    private static object? Read(IConfigurationSection child, Type type, List<string> mistakes)
    {
        Type? generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return generic == typeof(IReadOnlyList<>) ? ReadList(child, type.GetGenericArguments()[0], mistakes)
            : generic == typeof(IReadOnlyDictionary<,>) ? ReadNamed(child, type.GetGenericArguments()[1], mistakes)
            : type.IsClass && type != typeof(string) ? ReadObject(child, type, mistakes)
            : ReadSingle(child, Nullable.GetUnderlyingType(type) ?? type, mistakes);
    }

    /// <summary>An object of its own, with the defaults for what is not said.</summary>
    private static object? ReadObject(IConfigurationSection child, Type type, List<string> mistakes)
    {
        if (!string.IsNullOrWhiteSpace(child.Value))
        {
            mistakes.Add($"{child.Path}: must be a group of keys, not one value.");
            return null;
        }

        object options = Activator.CreateInstance(type)!;
        Bind(child, options, mistakes);
        return options;
    }

    /// <summary>Objects by name.</summary>
    private static object? ReadNamed(IConfigurationSection child, Type type, List<string> mistakes)
    {
        if (!string.IsNullOrWhiteSpace(child.Value))
        {
            mistakes.Add($"{child.Path}: must be a group of names, not one value.");
            return null;
        }

        var named = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        foreach (IConfigurationSection entry in child.GetChildren())
        {
            if (ReadObject(entry, type, mistakes) is { } value)
                named[entry.Key] = value;
        }

        return named;
    }

    private static Array? ReadList(IConfigurationSection child, Type itemType, List<string> mistakes)
    {
        // For texts, one value is a list of one.
        IEnumerable<IConfigurationSection> entries = itemType == typeof(string) && !string.IsNullOrWhiteSpace(child.Value) ? [child] : child.GetChildren();
        object?[] items = [.. entries.Select(item => ReadSingle(item, itemType, mistakes))];
        if (items.Length == 0)
            mistakes.Add($"{child.Path}: must be a list with at least one entry.");
        if (items.Length == 0 || items.Contains(null))
            return null;

        var list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private static object? ReadSingle(IConfigurationSection child, Type type, List<string> mistakes)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(child.Value))
                return type.IsEnum && int.TryParse(child.Value, out _) ? throw new InvalidOperationException() : child.Get(type);
            mistakes.Add(child.GetChildren().Any() ? $"{child.Path}: must be one value." : $"{child.Path}: has no value.");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add($"{child.Path}: '{child.Value}' is not {Describe(type)}.");
        }

        return null;
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : $"a valid {type.Name}";
}
