namespace Vernier.Pangolin.Tests;

public class PangolinMetricsTests
{
    [Fact]
    public void Constructor_MetricsOff_RegistersNothingAndMethodsDoNothing()
    {
        var metrics = new PangolinMetrics(null, TimeProvider.System);
        metrics.SiteKnown("s-a", "");
        metrics.AccessDecided("s-a", AuthMethod.Password, AccessDecision.NoMoreMethods, AuthFailureReason.InvalidCredentials, TimeSpan.Zero);
        metrics.SiteRemoved("s-a");
    }

    [Fact]
    public void Constructor_Registry_HasTheDocumentedFamilies()
    {
        var registry = new MetricRegistry();
        _ = new PangolinMetrics(registry, TimeProvider.System);
        registry.Families.Count(family => family.Name.StartsWith("pangolin_", StringComparison.Ordinal)).ShouldBe(46);
    }
}
