using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Vernier.AiOrchestrator;

/// <summary>The names of an enum in the API and in the configuration, for example MEDIUM_LOW.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();

    /// <summary>All names, in the order of the values.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Values.Select(value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()))];

    /// <summary>All names, for a message.</summary>
    public static string List => string.Join(", ", All);

    public static string Of(T value) => All[Array.IndexOf(Values, value)];

    /// <summary>Finds a value by its name, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out T value)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (!All[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            value = Values[i];
            return true;
        }
        value = default;
        return false;
    }
}
