using System.Text.Json;
using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads Grafana dashboards: the dashboard JSON model, or the model wrapped by the HTTP API. Panels are in a list, or in rows (before Grafana 5).
/// </summary>
internal sealed class DashboardReader
{
    /// <summary>The variables that Grafana defines (Grafana documentation, "Global variables").</summary>
    private static readonly string[] GlobalVariables =
    [
        "__dashboard", "__from", "__to", "__interval", "__interval_ms", "__name", "__org", "__user", "__range", "__range_s", "__range_ms", "__rate_interval",
        "__rate_interval_ms", "timeFilter", "__timeFilter", "__all", "__timezone",
    ];

    // Without backtracking: the text can be long, and a generated regex would try every end of the expression with every run of blanks after it.
    private static readonly Regex VariableQuery = new(
        @"^\s*(label_values\(\s*(?<expression>[^\s,(){}]+(\{.*\})?)\s*,\s*[a-zA-Z_]\w*|query_result\(\s*(?<expression>.+?))\s*\)\s*$",
        RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly string _file;
    private readonly HashSet<string> _variables;
    private readonly List<QuerySource> _queries = [];

    private DashboardReader(string file, LocatedJson dashboard)
    {
        _file = file;
        _variables = [.. GlobalVariables, .. Variables(dashboard).Select(variable => variable.TextOf("name"))];
    }

    /// <summary>Whether the JSON is a dashboard, recognized by the only member that all dashboards have.</summary>
    public static bool IsDashboard(LocatedJson root) => (Model(root)["panels"] ?? Model(root)["rows"]) is { Kind: JsonValueKind.Array };

    public static SourceContent Read(string file, LocatedJson root)
    {
        if (!IsDashboard(root))
        {
            return new()
            {
                Findings = [new(LintRules.InvalidDashboard, new(file, root.Line, root.Column, ""), "Not a Grafana dashboard: panels is missing or not a list.", LintRules.InvalidDashboard.Fix)],
            };
        }
        var dashboard = Model(root);
        var reader = new DashboardReader(file, dashboard);
        reader.ReadVariables(dashboard);
        reader.ReadAnnotations(dashboard);
        foreach (var row in dashboard.ItemsOf("rows"))
            reader.ReadPanels(row);
        reader.ReadPanels(dashboard);
        return new() { Queries = reader._queries };
    }

    private static LocatedJson Model(LocatedJson root) => root["dashboard"] is { Kind: JsonValueKind.Object } wrapped ? wrapped : root;

    private static IReadOnlyList<LocatedJson> Variables(LocatedJson dashboard) => dashboard["templating"]?.ItemsOf("list") ?? [];

    /// <summary>Reads the selectors in <c>label_values(metric, label)</c> and the expressions in <c>query_result(expression)</c>.</summary>
    private void ReadVariables(LocatedJson dashboard)
    {
        foreach (var variable in Variables(dashboard).Where(variable => variable.TextOf("type") == "query"))
        {
            var query = variable["query"] is { Kind: JsonValueKind.Object } structured ? structured["query"] : variable["query"];
            if (query is { Kind: JsonValueKind.String } && VariableQuery.Match(query.Text) is { Success: true } match)
                Add(match.Groups["expression"].Value, query, $"variable {variable.TextOf("name")}", keepsLines: false);
        }
    }

    /// <summary>Reads the queries of annotations, which are in the target, or in the annotation itself (before Grafana 9).</summary>
    private void ReadAnnotations(LocatedJson dashboard)
    {
        foreach (var annotation in dashboard["annotations"]?.ItemsOf("list") ?? [])
        {
            if ((annotation["target"]?["expr"] ?? annotation["expr"]) is { Kind: JsonValueKind.String, Text.Length: > 0 } expression && IsPrometheus(DataSourceOf(annotation)))
                Add(expression.Text, expression, $"annotation {annotation.TextOf("name")}", keepsLines: expression.IsPlain);
        }
    }

    private void ReadPanels(LocatedJson parent)
    {
        foreach (var panel in parent.ItemsOf("panels").Where(panel => panel.Kind is JsonValueKind.Object))
        {
            ReadPanels(panel);
            foreach (var target in panel.ItemsOf("targets").Where(target => IsPrometheus(DataSourceOf(target) ?? DataSourceOf(panel))))
            {
                if (target["expr"] is { Kind: JsonValueKind.String, Text.Length: > 0 } expression)
                {
                    Add(expression.Text, expression, $"panel {panel.TextOf("title")}", keepsLines: expression.IsPlain, panel.TextOf("title"),
                        panel["fieldConfig"]?["defaults"]?.TextOf("unit") ?? "", target.TextOf("legendFormat"));
                }
            }
        }
    }

    private static string? DataSourceOf(LocatedJson part) => part["datasource"]?.TextOf("type") is { Length: > 0 } type ? type : null;

    /// <summary>
    /// A data source without a type (named by a variable or a UID) can be Prometheus, and so can the sources of a mixed panel ("datasource"). Cloud
    /// vendors have their own Prometheus types.
    /// </summary>
    private static bool IsPrometheus(string? type) => type is null or "datasource" || type.Contains("prometheus", StringComparison.Ordinal);

    private void Add(string text, LocatedJson at, string element, bool keepsLines, string title = "", string unit = "", string legend = "") => _queries.Add(
        new(QueryKind.Panel, text, new(_file, at.Line, at.Column + 1, element)) { Title = title, Unit = unit, Legend = legend, Variables = _variables, KeepsLines = keepsLines });
}
