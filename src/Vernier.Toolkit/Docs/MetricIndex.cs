using System.Text;
using Vernier.Catalog;

namespace Vernier.Toolkit.Docs;

/// <summary>Writes the index of the reference pages.</summary>
internal static class MetricIndex
{
    public static string Write(IReadOnlyList<MetricCatalog> catalogs)
    {
        var page = new StringBuilder(MetricPage.Header).Append("# Metrics\n\n| Page | Families | Dashboards | Alerts |\n| --- | --- | --- | --- |\n");
        foreach (var catalog in catalogs)
        {
            page.Append($"| [{catalog.Title}]({catalog.Name}.md) | {catalog.Metrics.Count} | {catalog.Dashboards.Count} | ")
                .Append($"{new Rules.SystemRules(catalog).Alerts.Count} |\n");
        }
        return page.ToString();
    }
}
