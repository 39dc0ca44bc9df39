using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests;

/// <summary>Sums over series, as a query does.</summary>
internal static class ScrapeTotals
{
    /// <summary>Returns the sum of all series of a name that have at least these labels.</summary>
    public static double Total(this ParsedExposition scrape, string name, params (string Name, string Value)[] labels) =>
        scrape.Samples.Where(s => s.Name == name && labels.All(expected => s.Labels.Any(l => l.Name == expected.Name && l.Value == expected.Value))).Sum(s => s.Value);
}
