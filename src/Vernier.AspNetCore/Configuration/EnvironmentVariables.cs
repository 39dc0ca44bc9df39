using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Replaces <c>${NAME}</c> in the values of a configuration.</summary>
internal static partial class EnvironmentVariables
{
    /// <summary>A copy of the section at the same path. A variable that is not set is left as it is written. A value is looked through once only.</summary>
    public static IConfigurationSection PutInto(
        IConfigurationSection section, Func<string, string?> environment, out IReadOnlyList<MissingVariable> missing)
    {
        var notSet = new List<MissingVariable>();
        var values = section.AsEnumerable().Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Replace(pair.Key, pair.Value))).ToList();
        missing = notSet;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(section.Path);

        string Replace(string key, string text) => Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (environment(name) is { } value)
                return value;
            notSet.Add(new MissingVariable(key, name));
            return match.Value;
        });
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
