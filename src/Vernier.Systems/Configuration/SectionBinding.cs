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
    private static readonly Dictionary<string, PropertyInfo> Properties = typeof(TOptions)
        .GetProperties()
        .ToDictionary(p => p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name, StringComparer.OrdinalIgnoreCase);

    public void Configure(TOptions options) => Bind(options);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> mistakes = Bind(new TOptions());
        ValidateOptionsResult values = validator.Validate(name, options);
        mistakes.AddRange((values.Failures ?? []).Select(failure => $"{section.Path}:{failure}"));
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private List<string> Bind(TOptions options)
    {
        var mistakes = new List<string>();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!Properties.TryGetValue(child.Key, out PropertyInfo? property))
                mistakes.Add($"{child.Path}: there is no such key; known are {string.Join(", ", Properties.Keys)}.");
            else if (Read(child, property.PropertyType, mistakes) is { } value)
                property.SetValue(options, value);
        }

        return mistakes;
    }

    /// <summary>The value, or null after noting why there is none.</summary>
    private static object? Read(IConfigurationSection child, Type type, List<string> mistakes)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IReadOnlyList<>))
            return ReadSingle(child, type, mistakes);

        Type itemType = type.GetGenericArguments()[0];
        object?[] items = [.. child.GetChildren().Select(item => ReadSingle(item, itemType, mistakes))];
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
                return child.Get(type);
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
        : $"a valid {type.Name}";
}
