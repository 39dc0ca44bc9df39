using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Registry;

/// <summary>All pairs of names and types that could conflict: what the registry accepts is valid in each format.</summary>
public class ClashPairTests
{
    private static readonly string[] Suffixes =
        ["", "_total", "_created", "_info", "_count", "_sum", "_bucket", "_total_total", "_info_info", "_total_created", "_count_count"];

    private static readonly MetricDefinition[] All = [.. Suffixes.SelectMany(suffix => OfEveryType("a" + suffix))];

    public static TheoryData<string> Names => [.. Suffixes.Select(suffix => "a" + suffix)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Register_TwoAcceptedMetrics_AreValidInEachFormat(string name)
    {
        var accepted = 0;
        foreach (var one in OfEveryType(name))
        {
            foreach (var other in All)
            {
                var registry = Scraping.NewRegistry();
                AnyDefinition.Make(registry, one);
                try
                {
                    AnyDefinition.Make(registry, other);
                }
                catch (MetricClashException)
                {
                    continue;
                }

                accepted++;
                foreach (var created in new[] { false, true })
                {
                    PrometheusTextParser.Parse(registry.Text(ExpositionFormat.PrometheusText, created));
                    OpenMetricsParser.Parse(registry.Text(ExpositionFormat.OpenMetrics, created)).Families.Count.ShouldBe(registry.Families.Count);
                }
            }
        }

        accepted.ShouldBeGreaterThan(All.Length);
    }

    private static MetricDefinition[] OfEveryType(string name) =>
    [
        new CounterDefinition(name, "Help."),
        new GaugeDefinition(name, "Help."),
        new HistogramDefinition(name, "Help."),
        new SummaryDefinition(name, "Help."),
        new StateSetDefinition(name, "Help.") { States = ["x", "y"] },
        new InfoDefinition<Fact>(name, "Help."),
    ];
}
