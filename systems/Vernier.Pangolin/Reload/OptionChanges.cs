using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Reload;

/// <summary>Finds the options that a reload has changed. Values are compared but never returned, because they can be secrets.</summary>
internal static class OptionChanges
{
    /// <summary>Returns the keys of the options that differ, below <c>prefix</c>.</summary>
    public static IReadOnlyList<OptionChange> Between(PangolinOptions previous, PangolinOptions current) => [.. Between(previous, current, "", needsRestart: false)];

    private static IEnumerable<OptionChange> Between(object previous, object current, string prefix, bool needsRestart)
    {
        foreach (var property in PropertiesOf(previous.GetType()))
        {
            var (before, after) = (property.GetValue(previous), property.GetValue(current));
            if (AreEqual(before, after))
                continue;
            var key = prefix + KeyOf(property);
            var isFixed = needsRestart || property.GetCustomAttribute<NeedsRestartAttribute>() is not null;
            if (before is not null && after is not null && IsOptions(before.GetType()))
            {
                foreach (var change in Between(before, after, key + ":", isFixed))
                    yield return change;
                continue;
            }
            yield return new(key, isFixed);
        }
    }

    private static bool AreEqual(object? before, object? after)
    {
        if (before is null || after is null)
            return before == after;
        if (before.GetType() != after.GetType())
            return false;
        if (IsOptions(before.GetType()) || IsPair(before.GetType()))
            return PropertiesOf(before.GetType()).All(property => AreEqual(property.GetValue(before), property.GetValue(after)));
        if (before is string || before is not IEnumerable entries)
            return before.Equals(after);
        object?[] first = [.. entries.Cast<object?>()], second = [.. ((IEnumerable)after).Cast<object?>()];
        return first.Length == second.Length && first.Zip(second).All(pair => AreEqual(pair.First, pair.Second));
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static bool IsOptions(Type type) => type.IsDefined(typeof(SnakeCaseKeysAttribute));

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static string KeyOf(PropertyInfo property) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}

/// <summary>An option that a reload has changed.</summary>
/// <param name="Key">The key, such as <c>jobs:poll_interval</c>.</param>
/// <param name="NeedsRestart">Whether the change applies after a restart only.</param>
internal sealed record OptionChange(string Key, bool NeedsRestart);
