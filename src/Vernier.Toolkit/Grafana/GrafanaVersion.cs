namespace Vernier.Toolkit.Grafana;

/// <summary>The Grafana that dashboards are made for, and that <c>compose.yaml</c> starts.</summary>
internal static class GrafanaVersion
{
    public const string Number = "12.3.0";

    /// <summary>Its dashboards' schema, the last one of this format; an older Grafana from 10 on reads it too.</summary>
    public const int Schema = 42;
}
