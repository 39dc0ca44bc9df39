using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The names of an enum in the API, for example MEDIUM_LOW.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    /// <summary>All names, in the order of the values.</summary>
    public static IReadOnlyCollection<string> All => Names.Values;

    /// <summary>All names, for a message.</summary>
    public static string List => string.Join(", ", Names.Values);

    public static string Of(T value) => Names[value];

    /// <summary>Finds a value by its name, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out T value)
    {
        foreach (var (candidate, candidateName) in Names)
        {
            if (!candidateName.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            value = candidate;
            return true;
        }
        value = default;
        return false;
    }
}
