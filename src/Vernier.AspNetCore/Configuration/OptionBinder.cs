using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>
/// Reads configuration keys into options: single values, lists, nested sections, lists of sections and sections by name. A list replaces the
/// default list. A value that cannot be read becomes a failure, and the property keeps its default.
/// </summary>
/// <param name="failures">Receives the failures.</param>
[RequiresUnreferencedCode(ValidatedOptions.Reflection)]
[RequiresDynamicCode(ValidatedOptions.Reflection)]
internal sealed class OptionBinder(ICollection<OptionFailure> failures)
{
    private const string SectionRule = "must be a section with keys";

    public void Bind(object options, IConfiguration configuration, bool allowUnknownKeys = false)
    {
        if (configuration is IConfigurationSection { Value.Length: > 0 } section)
            Fail(section, SectionRule);
        var type = OptionType.Of(options.GetType());
        foreach (var child in configuration.GetChildren())
        {
            if (type.Find(child.Key) is { } property)
                Bind(options, property, child);
            else if (!allowUnknownKeys)
                failures.Add(ValidatedOptions.UnknownKey(child.Path, type.Properties.Select(p => p.Key)));
        }
    }

    private void Bind(object options, OptionProperty property, IConfigurationSection child)
    {
        if (Read(child, property.Property.PropertyType, property.IsSecret) is not { } value)
            return;
        if (property.Property.CanWrite)
        {
            property.Property.SetValue(options, value);
            return;
        }

        var filled = (IDictionary<string, string>)property.Property.GetValue(options)!;
        foreach ((var name, var entry) in (IDictionary<string, string>)value)
            filled[name] = entry;
    }

    /// <summary>Returns the value, or null after a failure.</summary>
    private object? Read(IConfigurationSection child, Type type, bool isSecret) =>
        OptionType.ListItem(type) is { } item ? ReadList(child, item, isSecret)
        : OptionType.NamedItem(type) is { } named ? ReadNamed(child, named, isSecret)
        : ReadItem(child, type, isSecret);

    private Array? ReadList(IConfigurationSection child, Type itemType, bool isSecret)
    {
        // A single text is a list with one entry.
        var isSingle = itemType == typeof(string) && !string.IsNullOrWhiteSpace(child.Value);
        object?[] items = [.. (isSingle ? [child] : child.GetChildren()).Select(item => ReadItem(item, itemType, isSecret))];
        if (items.Length == 0)
            Fail(child, "must be a list with at least one entry", isSecret);
        if (items.Length == 0 || items.Contains(null))
            return null;

        var list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private IDictionary? ReadNamed(IConfigurationSection child, Type itemType, bool isSecret)
    {
        if (!child.GetChildren().Any())
        {
            Fail(child, "must be a section with names as keys", isSecret);
            return null;
        }

        var named = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), itemType))!;
        foreach (var entry in child.GetChildren())
        {
            if (ReadItem(entry, itemType, isSecret) is { } value)
                named[entry.Key] = value;
        }

        return named;
    }

    private object? ReadItem(IConfigurationSection child, Type type, bool isSecret)
    {
        if (!OptionType.IsSection(type))
            return ReadScalar(child, Nullable.GetUnderlyingType(type) ?? type, isSecret);
        if (!child.GetChildren().Any())
        {
            Fail(child, SectionRule);
            return null;
        }

        var section = Activator.CreateInstance(type)!;
        Bind(section, child);
        return section;
    }

    private object? ReadScalar(IConfigurationSection child, Type type, bool isSecret)
    {
        if (string.IsNullOrWhiteSpace(child.Value))
        {
            Fail(child, child.GetChildren().Any() ? "must be a single value" : "the value is empty; remove the key to use the default");
            return null;
        }

        var value = Parse(child.Value, type);
        if (value is null)
            Fail(child, Describe(type), isSecret);
        return value;
    }

    private void Fail(IConfigurationSection child, string rule, bool isSecret = false) => failures.Add(new OptionFailure(
        child.Path,
        string.IsNullOrWhiteSpace(child.Value) ? null : isSecret ? OptionText.Redacted : OptionText.FormatUrl(child.Value),
        rule));

    private static object? Parse(string text, Type type) =>
        type == typeof(string) ? text
        : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
        : type == typeof(int) ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var small) ? small : null
        : type == typeof(long) ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var large) ? large : null
        : type == typeof(double) ? ParseNumber(text)
        : type == typeof(TimeSpan) ? ParseDuration(text)
        : type == typeof(Uri) ? Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null
        : type == typeof(IPAddress) ? IPAddress.TryParse(text, out var address) ? address : null
        : ParseEnum(text, type);

    private static object? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number is a number of seconds: <see cref="TimeSpan.Parse(string)"/> would read days.</summary>
    private static object? ParseDuration(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : null;
    }

    /// <summary>Names only: <see cref="Enum.TryParse(Type, string, bool, out object)"/> would also read numbers and lists.</summary>
    private static object? ParseEnum(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null;

    private static string Describe(Type type) =>
        type == typeof(bool) ? "must be true or false"
        : type == typeof(int) || type == typeof(long) ? "must be an integer"
        : type == typeof(double) ? "must be a number"
        : type == typeof(TimeSpan) ? "must be a number of seconds, or a duration such as 00:01:30"
        : type == typeof(Uri) ? "must be an absolute URL"
        : type == typeof(IPAddress) ? "must be an IP address"
        : $"must be one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}";
}
