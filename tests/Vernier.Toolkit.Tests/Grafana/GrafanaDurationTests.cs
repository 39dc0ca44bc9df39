using Vernier.Toolkit.Grafana;

namespace Vernier.Toolkit.Tests.Grafana;

public class GrafanaDurationTests
{
    [Theory]
    [InlineData(0.25, "250ms")]
    [InlineData(1.5, "1500ms")]
    [InlineData(30, "30s")]
    [InlineData(90, "90s")]
    [InlineData(3600, "1h")]
    [InlineData(5400, "90m")]
    [InlineData(86_400, "1d")]
    [InlineData(90_000, "25h")]
    public void Format_Duration_IsOneNumberWithOneUnit(double seconds, string text) => GrafanaDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Dashboard_OfAnHourAndAHalf_SaysSoInMinutes()
    {
        var catalog = SampleCatalog.Catalog;
        var dashboard = catalog.Dashboards[0] with { Range = TimeSpan.FromMinutes(90), Refresh = TimeSpan.FromSeconds(90) };

        var written = Dashboards.Of(catalog with { Dashboards = [dashboard] });

        ((string)written["time"]!["from"]!, (string)written["refresh"]!).ShouldBe(("now-90m", "90s"));
    }
}
