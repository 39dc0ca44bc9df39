namespace Vernier.Host.Configuration;

/// <summary>Checks the levels of the section <c>logging</c>: <c>logLevel</c> by category, and the same below the name of a provider.</summary>
internal static class LogLevels
{
    private const string Key = "logLevel";

    /// <summary>What is wrong with them. The logging itself would throw at the first, without its key.</summary>
    public static IReadOnlyList<string> Mistakes(IEnumerable<IConfigurationSection> logging) =>
    [
        .. logging
            .SelectMany(part => (part.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) ? part : part.GetSection(Key)).GetChildren())
            .Where(level => !Enum.TryParse(level.Value, ignoreCase: true, out LogLevel known) || !Enum.IsDefined(known))
            .Select(level => $"{level.Path}: '{level.Value}' is not a log level; allowed are {string.Join(", ", Enum.GetNames<LogLevel>())}."),
    ];
}
