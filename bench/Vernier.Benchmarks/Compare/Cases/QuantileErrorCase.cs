using System.Globalization;
using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>The difference between the exposed quantiles and the exact ones.</summary>
internal sealed class QuantileErrorCase() : Case(6)
{
    private const int Count = 100_000;
    private const string Name = "observed";

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var worst = new[] { ObservedValues.LogNormal(Count), ObservedValues.Uniform(Count), ObservedValues.Exponential(Count) }.Max(LargestError);
        return
        [
            new("6 error", "largest relative error of the quantiles (log-normal, uniform, exponential values)", [new(Measure.Median, "%")],
                new Dictionary<LibraryKind, Measurement> { [LibraryKind.Vernier] = new(worst * 100) }),
        ];
    }

    private static double LargestError(double[] values)
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        var summary = registry.Summary(new SummaryDefinition(Name, "Values.") { Quantiles = ObservedValues.Quantiles });
        foreach (var value in values)
            summary.Observe(value);

        var sorted = new SortedValues(values);
        var text = registry.ToText();
        return ObservedValues.Quantiles.Max(quantile => Math.Abs((Exposed(text, quantile) / sorted.NearestRank(quantile)) - 1));
    }

    private static double Exposed(string text, double quantile)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{Name}{{quantile=\"{quantile}\"}} ");
        var line = text.Split('\n').Single(l => l.StartsWith(start, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(start.Length), CultureInfo.InvariantCulture);
    }
}
