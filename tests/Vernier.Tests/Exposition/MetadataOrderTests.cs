using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>Each format has a different order of metadata lines.</summary>
public class MetadataOrderTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    public MetadataOrderTests() => _registry.Gauge(new GaugeDefinition("a_seconds", "Help.") { Unit = "seconds" }).Set(1);

    [Fact]
    public void Render_OpenMetrics_HasTypeUnitHelp() =>
        _registry.ToText(ExpositionFormat.OpenMetrics).ShouldBe("# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# HELP a_seconds Help.\na_seconds 1\n# EOF\n");

    [Fact]
    public void Render_PrometheusText_HasHelpType() =>
        _registry.ToText().ShouldBe("# HELP a_seconds Help.\n# TYPE a_seconds gauge\na_seconds 1\n");
}
