using System.Text.Json.Nodes;
using Vernier.Catalog;

namespace Vernier.Toolkit.Tests.Grafana;

public class DashboardFileTests
{
    private static readonly JsonNode Dashboard = Dashboards.Sample;

    [Theory]
    [InlineData("Rate", "timeseries", "time_series", true)]
    [InlineData("Now", "stat", "time_series", false)]
    [InlineData("Dial", "gauge", "time_series", false)]
    [InlineData("Bars", "bargauge", "time_series", false)]
    [InlineData("Shares", "piechart", "time_series", false)]
    [InlineData("Figures", "table", "table", false)]
    [InlineData("Buckets", "heatmap", "heatmap", true)]
    [InlineData("States", "state-timeline", "time_series", true)]
    public void Panel_EachKind_HasPluginAndQueryType(string title, string plugin, string format, bool range)
    {
        var panel = Dashboard.Panel(title);

        ((string)panel["type"]!).ShouldBe(plugin);
        panel.Targets().ShouldAllBe(target => (string)target["format"]! == format && (bool)target["range"]! == range);
    }

    [Theory]
    [InlineData("Rate", "sum by (method) (rate(app_requests_total{job=~\"$job\",instance=~\"$instance\",method=~\"$method\"}[$__rate_interval]))")]
    [InlineData("Dial", "app_state{job=~\"$job\",instance=~\"$instance\"}")]
    [InlineData("Buckets", "sum by (le) (rate(app_duration_seconds_bucket{job=~\"$job\",instance=~\"$instance\"}[$__rate_interval]))")]
    public void Query_Metric_IsRestrictedByItsLabels(string title, string query) =>
        ((string)Dashboard.Panel(title).Targets().First()["expr"]!).ShouldBe(query);

    [Fact]
    public void Exemplars_HistogramWithExemplars_AreShownInRangePanels()
    {
        ((bool)Dashboard.Panel("Buckets").Targets().Single()["exemplar"]!).ShouldBeTrue();
        ((bool)Dashboard.Panel("Rate").Targets().Single()["exemplar"]!).ShouldBeFalse();
    }

    [Fact]
    public void Exemplars_SeveralQueriesOfAHistogram_AreShownOnce() =>
        Dashboards.Of(SampleCatalog.With(new PanelDefinition("Two", [new($"{SampleCatalog.Duration:sum}"), new($"{SampleCatalog.Duration:count}")]))).Panel("Two").Targets()
            .Select(target => (bool)target["exemplar"]!).ShouldBe([true, false]);

    // Without the interval, $__rate_interval follows the 15 s of the data source, and rates find too few samples.
    [Theory]
    [InlineData(5, null)]
    [InlineData(15, null)]
    [InlineData(120, "2m")]
    public void Query_LongScrapeInterval_SetsTheInterval(int seconds, string? interval)
    {
        var catalog = SampleCatalog.Catalog with { Objectives = [], Scrape = SampleCatalog.Catalog.Scrape! with { Interval = TimeSpan.FromSeconds(seconds) } };

        Dashboards.Of(catalog).Panel("Rate").Targets().Single()["interval"]?.GetValue<string>().ShouldBe(interval);
    }

    [Fact]
    public void Query_DefinitionAndCopy_AreBothRestricted()
    {
        var copy = SampleCatalog.Duration with { Buckets = [5] };

        ((string)Dashboards.Of(SampleCatalog.With(new PanelDefinition("Both", [new($"{SampleCatalog.Duration:count} + {copy:count}")]))).Panel("Both").Targets().Single()["expr"]!)
            .ShouldBe("app_duration_seconds_count{job=~\"$job\",instance=~\"$instance\"} + app_duration_seconds_count{job=~\"$job\",instance=~\"$instance\"}");
    }

    [Fact]
    public void Fields_ThresholdsMappingsAndRange_AreWritten()
    {
        var rate = Dashboard.Panel("Rate")["fieldConfig"]!["defaults"]!;
        rate["thresholds"]!["steps"]!.ToJsonString().ShouldBe("""[{"value":null,"color":"green"},{"value":5,"color":"red"}]""");
        ((string)rate["custom"]!["thresholdsStyle"]!["mode"]!).ShouldBe("dashed");
        ((string)rate["custom"]!["stacking"]!["mode"]!).ShouldBe("normal");

        var now = Dashboard.Panel("Now")["fieldConfig"]!["defaults"]!;
        ((double)now["min"]!, (double)now["max"]!, (int)now["decimals"]!, (string)now["unit"]!).ShouldBe((0, 10, 1, "ops"));

        Dashboard.Panel("States")["fieldConfig"]!["defaults"]!["mappings"]!.ToJsonString().ShouldBe(
            """[{"type":"value","options":{"0":{"text":"closed","color":"green","index":0},"1":{"text":"open","color":"red","index":1}}}]""");
    }

    [Fact]
    public void Table_SeveralQueries_AreMergedAndNamed()
    {
        var transformations = Dashboard.Panel("Figures")["transformations"]!;

        ((string)transformations[0]!["id"]!).ShouldBe("merge");
        transformations[1]!["options"]!["renameByName"]!.ToJsonString().ShouldBe("""{"Value #A":"all","Value #B":"sizes"}""");
    }

    [Fact]
    public void Rows_Each_HaveATitleBeforeTheirPanels() =>
        Dashboard.Panels().Select(panel => (string)panel["title"]!).Take(8).ShouldBe(["Rate", "Numbers", "Now", "Dial", "Bars", "Shares", "Figures", "Figures"]);

    [Fact]
    public void Objectives_Each_HaveErrorBudgetPanels()
    {
        ((string)Dashboard.Panel("app-latency: error budget remaining").Targets().Single()["expr"]!)
            .ShouldBe("1 - job:slo_errors:ratio_rate7d{slo=\"app-latency\",job=~\"$job\"} / 0.01");
        Dashboard.Panel("app-success: burn rate").Targets().Select(target => (string)target["expr"]!)
            .ShouldBe(["job:slo_errors:ratio_rate1h{slo=\"app-success\",job=~\"$job\"} / 0.001", "job:slo_errors:ratio_rate6h{slo=\"app-success\",job=~\"$job\"} / 0.001"]);
    }

    [Fact]
    public void Variables_Labels_AreQueriedFromMetricsWithTheLabel() =>
        Dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["query"]!).ShouldBe(
        [
            "prometheus",
            "label_values(app_duration_seconds_count, job)",
            "label_values(app_duration_seconds_count{job=~\"$job\"}, instance)",
            "label_values(app_requests_total{job=~\"$job\", instance=~\"$instance\"}, method)",
        ]);
}
