using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Grafana;

/// <summary>The reference of a dashboard to the data source that its variable selects.</summary>
internal static class DataSource
{
    public const string Type = "prometheus";
    public const string Variable = "datasource";

    public static JsonObject Reference => new() { ["type"] = Type, ["uid"] = $"${{{Variable}}}" };
}
