using Vernier.Catalog;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Tests.Rules;

public class SloRulesTests
{
    private static readonly SloDefinition Success = SampleCatalog.Catalog.Objectives.Single(slo => slo.Name == "app-success");

    // Google SRE Workbook, chapter 5, for 30 days.
    [Fact]
    public void Alerts_ThirtyDays_AreThoseOfTheWorkbook()
    {
        var rules = new SloRules(Success);

        rules.Alerts.Select(alert => (alert.Name, alert.Severity)).ShouldBe(
            [("AppSuccessErrorBudgetBurnFast", AlertSeverity.Critical), ("AppSuccessErrorBudgetBurnSlow", AlertSeverity.Warning)]);
        Plain(rules.Alerts[0]).ShouldBe("(5m > 14.4 * 0.001 and 1h > 14.4 * 0.001) or (30m > 6 * 0.001 and 6h > 6 * 0.001)");
        Plain(rules.Alerts[1]).ShouldBe("(2h > 3 * 0.001 and 1d > 3 * 0.001) or (6h > 1 * 0.001 and 3d > 1 * 0.001)");
        rules.Recordings.Select(rule => rule.Name.Replace("job:slo_errors:ratio_rate", "")).ShouldBe(["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"]);
    }

    [Fact]
    public void Alerts_SevenDays_ScaleTheWindows()
    {
        var rules = new SloRules(Success with { Window = TimeSpan.FromDays(7) });

        Plain(rules.Alerts[0]).ShouldBe("(1m10s > 14.4 * 0.001 and 14m > 14.4 * 0.001) or (7m > 6 * 0.001 and 1h24m > 6 * 0.001)");
        rules.WholeWindow.Name.ShouldBe("job:slo_errors:ratio_rate7d");
    }

    [Theory]
    [InlineData("Good.")]
    [InlineData("Good")]
    public void Summary_AnyDescription_HasNoTrailingPeriod(string description) =>
        new SloRules(Success with { Description = description }).Alerts[0].Summary.ShouldBe("Fast burn of the error budget: Good");

    [Fact]
    public void Tests_EachAlert_CoverBothPairsOfWindows() => new SloRules(Success).Alerts.ShouldAllBe(alert =>
        string.Join(',', alert.Tests.Select(test => test.Firing)) == "1,0,1,0,0");

    [Fact]
    public void Recordings_BadEvents_ReturnTheRatioOrZero() => new SloRules(Success).Recordings[0].Expression.ToString().ShouldBe(
        "(sum by (job) (rate(app_requests_total{method=\"post\"}[5m])) or 0 * sum by (job) (rate(app_requests_total[5m]))) / (sum by (job) (rate(app_requests_total[5m])) > 0)");

    [Fact]
    public void Recordings_GoodEvents_AreSubtractedFromOne() => new SloRules(SampleCatalog.Catalog.Objectives[0]).WholeWindow.Expression.ToString().ShouldBe(
        "1 - sum by (job) (rate(app_duration_seconds_bucket{le=\"1.0\"}[7d])) / (sum by (job) (rate(app_duration_seconds_count[7d])) > 0)");

    [Fact]
    public void Recordings_ByALabel_HaveAnErrorBudgetForEachValue()
    {
        var rules = new SloRules(Success with { By = [SampleCatalog.Requests.Label("method")] });

        rules.Recordings[0].Name.ShouldBe("job_method:slo_errors:ratio_rate5m");
        rules.Recordings[0].Expression.ToString().ShouldBe(
            "(sum by (job, method) (rate(app_requests_total{method=\"post\"}[5m])) or 0 * sum by (job, method) (rate(app_requests_total[5m])))"
            + " / (sum by (job, method) (rate(app_requests_total[5m])) > 0)");
        rules.Alerts[0].Description.ShouldStartWith("{{ $value | humanizePercentage }} of the events of {{ $labels.job }}, {{ $labels.method }} are bad; ");
    }

    [Theory]
    [InlineData(0.99, "0.01")]
    [InlineData(0.999, "0.001")]
    [InlineData(0.9995, "0.0005")]
    public void Budget_Target_IsExact(double target, string budget) => SloRules.Number(new SloRules(Success with { Target = target }).Budget).ShouldBe(budget);

    private static string Plain(AlertDefinition alert) =>
        alert.Expression.ToString().Replace("job:slo_errors:ratio_rate", "").Replace("{slo=\"app-success\"}", "");
}
