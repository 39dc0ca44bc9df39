using System.Text;
using Vernier.Catalogue;

namespace Vernier.Toolkit.Docs;

/// <summary>The page that lists the reference pages.</summary>
internal static class MetricIndex
{
    public static string Write(IReadOnlyList<MetricCatalogue> catalogues)
    {
        var page = new StringBuilder(MetricPage.Header).Append("# Metrics\n\n| Page | Families | Dashboards | Alerts |\n| --- | --- | --- | --- |\n");
        foreach (MetricCatalogue catalogue in catalogues)
        {
            page.Append($"| [{catalogue.Title}]({catalogue.Name}.md) | {catalogue.Metrics.Count} | {catalogue.Dashboards.Count} | ")
                .Append($"{new Rules.SystemRules(catalogue).Alerts.Count} |\n");
        }
        return page.ToString();
    }
}
