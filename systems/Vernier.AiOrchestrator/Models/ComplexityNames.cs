using System.Text.Json;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The names of the complexities in requests, responses and configuration, such as <c>MEDIUM_LOW</c>.</summary>
internal static class ComplexityNames
{
    /// <summary>The names, from the lowest complexity to the highest.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<Complexity>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName)];

    /// <summary>Returns the complexity with a name in any case, or null.</summary>
    public static Complexity? Find(string name) =>
        All.Index().FirstOrDefault(entry => entry.Item.Equals(name, StringComparison.OrdinalIgnoreCase)) is (var index, not null) ? (Complexity)index : null;
}
