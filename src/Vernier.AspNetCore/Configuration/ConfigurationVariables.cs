using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Replaces <c>${NAME}</c> in the values of a section.</summary>
internal static partial class ConfigurationVariables
{
    /// <summary>
    /// Returns a copy of the section at the same path. A reference to a variable that is not set stays unchanged and becomes a failure. A value is
    /// expanded once: what a variable contains is not expanded again.
    /// </summary>
    public static IConfigurationSection Expand(
        IConfigurationSection section, Func<string, string?> variables, ICollection<OptionFailure> failures)
    {
        var values = section.AsEnumerable()
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Replace(pair.Key, pair.Value)))
            .ToList();
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(section.Path);

        string Replace(string key, string text) => Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (variables(name) is { } value)
            {
                // An empty value would turn off what it configures, such as the validation of tokens.
                if (value.Length == 0 && match.Length == text.Length)
                    failures.Add(new OptionFailure(key, null, $"the environment variable {name} is empty", OptionFailureKind.MissingVariable));
                return value;
            }
            failures.Add(new OptionFailure(key, null, $"the environment variable {name} is not set", OptionFailureKind.MissingVariable));
            return match.Value;
        });
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
