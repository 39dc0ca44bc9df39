using Vernier.Families;

namespace Vernier.AiOrchestrator.Management;

/// <summary>
/// Names and types of metrics as the management API reports them: dots instead of underscores, and types by what is measured. The families of the
/// orchestrator are those whose name begins with <c>orchestrator.</c>.
/// </summary>
internal static class Meters
{
    private const string Prefix = "orchestrator_";
    private const string Milliseconds = "milliseconds";
    private const string Other = "other";

    /// <summary>The categories in the order of the response; what belongs to none of them is in <c>other</c>.</summary>
    private static readonly string[] Categories = ["agent", "graft", "websocket", "jwt", "vault", "cost", "workflow", "llm"];

    /// <summary>Returns the families of the orchestrator.</summary>
    public static IEnumerable<MetricDefinition> Of(MetricRegistry registry) =>
        registry.Families.Select(family => family.Definition).Where(definition => definition.Name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Returns the dotted name.</summary>
    public static string NameOf(MetricDefinition definition) => definition.Name.Replace('_', '.');

    /// <summary>Finds a family by its dotted name.</summary>
    public static MetricFamily? FamilyOf(MetricRegistry registry, string name)
    {
        var exposed = name.Replace('.', '_');
        return registry.Families.FirstOrDefault(family => family.Name == exposed);
    }

    /// <summary>Returns the dotted names of the orchestrator by category.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByCategory(MetricRegistry registry)
    {
        var names = Of(registry).ToLookup(CategoryOf, NameOf);
        return Categories.Append(Other).Where(names.Contains)
            .ToDictionary(category => category, category => (IReadOnlyList<string>)[.. names[category].Order(StringComparer.Ordinal)]);
    }

    /// <summary>Returns the number of families of the orchestrator of each type that occurs.</summary>
    public static IReadOnlyDictionary<string, int> ByType(MetricRegistry registry) =>
        Of(registry).CountBy(TypeOf).OrderBy(type => type.Key, StringComparer.Ordinal).ToDictionary();

    /// <summary>Returns the type: a histogram of durations is a timer.</summary>
    public static string TypeOf(MetricDefinition definition) => definition.Type switch
    {
        MetricType.Counter => "COUNTER",
        MetricType.Gauge => "GAUGE",
        MetricType.Histogram when UnitOf(definition) is Milliseconds or "seconds" => "TIMER",
        MetricType.Histogram or MetricType.Summary => "DISTRIBUTION_SUMMARY",
        _ => "OTHER",
    };

    /// <summary>Returns the unit. The names of the orchestrator's durations contain none; their help texts state it.</summary>
    public static string? UnitOf(MetricDefinition definition) =>
        definition.Unit ?? (definition.Help.Contains($" in {Milliseconds}", StringComparison.Ordinal) ? Milliseconds : null);

    private static string CategoryOf(MetricDefinition definition)
    {
        var category = definition.Name[Prefix.Length..].Split('_')[0];
        return Categories.Contains(category) ? category : Other;
    }
}
