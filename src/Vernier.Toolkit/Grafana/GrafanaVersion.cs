namespace Vernier.Toolkit.Grafana;

/// <summary>The Grafana version of the dashboards and of <c>compose.yaml</c>.</summary>
internal static class GrafanaVersion
{
    public const string Number = "12.3.0";

    /// <summary>The dashboard schema version, the last one of the classic format; Grafana 10 and later can load it.</summary>
    public const int Schema = 42;
}
