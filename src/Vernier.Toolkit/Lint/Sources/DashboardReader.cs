using System.Text.Json;
using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads dashboards of Grafana: the model itself, or as its API wraps it. Panels are in a list, or as before Grafana 5 in rows.
/// </summary>
internal sealed partial class DashboardReader
{
    /// <summary>What Grafana defines by itself (its documentation, "Global variables").</summary>
    private static readonly string[] BuiltIn =
    [
        "__dashboard", "__from", "__to", "__interval", "__interval_ms", "__name", "__org", "__user", "__range", "__range_s", "__range_ms", "__rate_interval",
        "__rate_interval_ms", "timeFilter", "__timeFilter", "__all", "__timezone",
    ];

    private readonly string _file;
    private readonly HashSet<string> _variables;
    private readonly List<QuerySubject> _queries = [];

    private DashboardReader(string file, JsonPart dashboard)
    {
        _file = file;
        _variables = [.. BuiltIn, .. Variables(dashboard).Select(variable => variable.TextOf("name"))];
    }

    /// <summary>Whether it is a dashboard, by the one member that all have.</summary>
    public static bool IsDashboard(JsonPart root) => (Model(root)["panels"] ?? Model(root)["rows"]) is { Kind: JsonValueKind.Array };

    public static SourceContent Read(string file, JsonPart root)
    {
        if (!IsDashboard(root))
            return new() { Findings = [new(LintRules.DashboardForm, new(file, root.Line, root.Column, ""), "This is JSON, and no dashboard: it has no list of panels.", "Export the dashboard from Grafana as JSON.")] };
        var dashboard = Model(root);
        var reader = new DashboardReader(file, dashboard);
        reader.ReadVariables(dashboard);
        reader.ReadAnnotations(dashboard);
        foreach (var row in dashboard.ItemsOf("rows"))
            reader.ReadPanels(row);
        reader.ReadPanels(dashboard);
        return new() { Queries = reader._queries };
    }

    private static JsonPart Model(JsonPart root) => root["dashboard"] is { Kind: JsonValueKind.Object } wrapped ? wrapped : root;

    private static IReadOnlyList<JsonPart> Variables(JsonPart dashboard) => dashboard["templating"]?.ItemsOf("list") ?? [];

    /// <summary>What is read to find values for the variables: <c>label_values(metric, label)</c> and <c>query_result(expression)</c>.</summary>
    private void ReadVariables(JsonPart dashboard)
    {
        foreach (var variable in Variables(dashboard).Where(variable => variable.TextOf("type") == "query"))
        {
            var query = variable["query"] is { Kind: JsonValueKind.Object } structured ? structured["query"] : variable["query"];
            if (query is { Kind: JsonValueKind.String } && VariableQuery().Match(query.Text) is { Success: true } match)
                Add(match.Groups["read"].Value, query, $"variable {variable.TextOf("name")}", keepsPlace: false);
        }
    }

    /// <summary>The marks in time; their query is in the target, before Grafana 9 beside it.</summary>
    private void ReadAnnotations(JsonPart dashboard)
    {
        foreach (var annotation in dashboard["annotations"]?.ItemsOf("list") ?? [])
        {
            if ((annotation["target"]?["expr"] ?? annotation["expr"]) is { Kind: JsonValueKind.String, Text.Length: > 0 } expression && IsOfPrometheus(SourceOf(annotation)))
                Add(expression.Text, expression, $"annotation {annotation.TextOf("name")}", keepsPlace: expression.IsPlain);
        }
    }

    private void ReadPanels(JsonPart parent)
    {
        foreach (var panel in parent.ItemsOf("panels").Where(panel => panel.Kind is JsonValueKind.Object))
        {
            ReadPanels(panel);
            foreach (var target in panel.ItemsOf("targets").Where(target => IsOfPrometheus(SourceOf(target) ?? SourceOf(panel))))
            {
                if (target["expr"] is { Kind: JsonValueKind.String, Text.Length: > 0 } expression)
                {
                    Add(expression.Text, expression, $"panel {panel.TextOf("title")}", keepsPlace: expression.IsPlain, panel.TextOf("title"),
                        panel["fieldConfig"]?["defaults"]?.TextOf("unit") ?? "", target.TextOf("legendFormat"));
                }
            }
        }
    }

    private static string? SourceOf(JsonPart part) => part["datasource"]?.TextOf("type") is { Length: > 0 } type ? type : null;

    /// <summary>
    /// A source that is not named, or named by a variable or an identifier alone, may be a Prometheus; so may one of those that a panel mixes. Clouds have
    /// a Prometheus as a source of their own.
    /// </summary>
    private static bool IsOfPrometheus(string? source) => source is null or "datasource" || source.Contains("prometheus", StringComparison.Ordinal);

    private void Add(string text, JsonPart at, string subject, bool keepsPlace, string title = "", string unit = "", string legend = "") => _queries.Add(
        new(QueryUse.Panel, text, new(_file, at.Line, at.Column + 1, subject)) { Title = title, Unit = unit, Legend = legend, Variables = _variables, KeepsLines = keepsPlace });

    [GeneratedRegex(@"^\s*(label_values\(\s*(?<read>[^\s,(){}]+(\{.*\})?)\s*,\s*[a-zA-Z_]\w*|query_result\(\s*(?<read>.+?))\s*\)\s*$", RegexOptions.Singleline)]
    private static partial Regex VariableQuery();
}
