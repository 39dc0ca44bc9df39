using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Grafana;

/// <summary>How a dashboard refers to the data source that its variable chooses.</summary>
internal static class DataSource
{
    public const string Type = "prometheus";
    public const string Variable = "datasource";

    public static JsonObject Reference => new() { ["type"] = Type, ["uid"] = $"${{{Variable}}}" };
}
