namespace Vernier.AiOrchestrator.Models;

/// <summary>The names of the complexities in requests, responses and configuration, such as <c>MEDIUM_LOW</c>.</summary>
internal static class ComplexityNames
{
    /// <summary>The names, from the lowest complexity to the highest.</summary>
    public static IReadOnlyList<string> All { get; } = ["TRIVIAL", "LOW", "MEDIUM_LOW", "MEDIUM", "HIGH", "VERY_HIGH"];

    public static string Of(Complexity complexity) => All[(int)complexity];

    /// <summary>Returns the complexity with a name in any case, or null.</summary>
    public static Complexity? Find(string name)
    {
        var index = All.Index().Where(entry => entry.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(entry => (int?)entry.Index).FirstOrDefault();
        return (Complexity?)index;
    }
}
