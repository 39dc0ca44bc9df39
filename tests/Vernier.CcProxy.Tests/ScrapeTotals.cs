using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests;

/// <summary>Sums over series, as a query would.</summary>
internal static class ScrapeTotals
{
    /// <summary>The sum of all series of a name that have at least these labels.</summary>
    public static double Total(this ParsedExposition scrape, string name, params (string Name, string Value)[] labels) =>
        scrape.Samples.Where(s => s.Name == name && labels.All(l => s.Labels.Any(own => own.Name == l.Name && own.Value == l.Value))).Sum(s => s.Value);
}
