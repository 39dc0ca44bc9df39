using System.Text;
using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Registry;

public class SelfMetricsTests
{
    [Fact]
    public void Scrape_SecondTime_CountsTheFirst()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = new ManualTime() });
        var first = registry.ToText();
        var second = registry.ToText(ExpositionFormat.OpenMetrics);
        var third = registry.Scrape();
        third.Value("vernier_scrapes_total", ("format", "prometheus_text")).ShouldBe(1);
        third.Value("vernier_scrapes_total", ("format", "openmetrics_text")).ShouldBe(1);
        third.Value("vernier_scrape_duration_seconds_count").ShouldBe(2);
        third.Value("vernier_scrape_bytes_total").ShouldBe(Encoding.UTF8.GetByteCount(first) + Encoding.UTF8.GetByteCount(second));
    }

    [Fact]
    public void Scrape_SlowCallback_IsInTheDuration()
    {
        var time = new ManualTime();
        var registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = time });
        registry.GaugeCallback(new GaugeDefinition("g", "Help."), () =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return 1;
        });
        registry.ToText();
        registry.Scrape().Value("vernier_scrape_duration_seconds_sum").ShouldBe(2);
    }

    [Fact]
    public void Scrape_AddedAndRemovedSeries_AreCounted()
    {
        var registry = new MetricRegistry();
        var before = Series(registry);
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")] });
        family.With("1");
        family.With("2");
        Series(registry).ShouldBe(before + 2);
        family.Clear();
        Series(registry).ShouldBe(before);
    }

    [Fact]
    public void Scrape_SelfMetricsDisabled_HasNone()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        registry.ToText().ShouldBe("");
        registry.ToText(ExpositionFormat.OpenMetrics).ShouldBe("# EOF\n");
        registry.Families.ShouldBeEmpty();
    }

    private static double Series(MetricRegistry registry)
    {
        // Only the first scrapes create series.
        registry.ToText();
        registry.ToText();
        return registry.Scrape().Value("vernier_series");
    }
}
