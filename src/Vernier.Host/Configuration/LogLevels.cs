using Vernier.AspNetCore.Configuration;

namespace Vernier.Host.Configuration;

/// <summary>Checks the levels of the section <c>logging</c>: <c>logLevel</c> by category, and the same below the name of a provider.</summary>
internal static class LogLevels
{
    private const string Key = "logLevel";

    /// <summary>Returns the invalid levels. The logging itself would throw at the first one, without its key.</summary>
    public static IReadOnlyList<OptionFailure> Check(IEnumerable<IConfigurationSection> logging) =>
    [
        .. logging
            .SelectMany(part => (part.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) ? part : part.GetSection(Key)).GetChildren())
            .Where(level => !Enum.TryParse(level.Value, ignoreCase: true, out LogLevel known) || !Enum.IsDefined(known))
            .Select(level => new OptionFailure(level.Path, level.Value, $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}")),
    ];
}
