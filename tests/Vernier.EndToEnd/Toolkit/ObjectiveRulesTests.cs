using Vernier.EndToEnd.Servers;
using Vernier.Testing;
using Vernier.Toolkit.Deploy;
using Vernier.Toolkit.Tests;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>
/// Runs the recording rules and alerts of an objective with promtool, starting from counters. The generated tests start from recorded series and do not
/// cover the recording rules.
/// </summary>
public sealed class ObjectiveRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ObjectiveRulesTests() => DeployFolder.Write(_folder.FullName, DeployFiles.Deploy([SampleCatalog.Catalog]));

    public void Dispose() => _folder.Dispose();

    // An error ratio of 2 % with a budget of 0.1 % is a burn rate of 20, so both alerts fire.
    [Fact]
    public async Task Burning_BadEvents_AreRecordedAndFire() => await ShouldPassAsync(
        """
            input_series:
              - {series: 'app_requests_total{job="a",method="get"}', values: '0+98x200'}
              - {series: 'app_requests_total{job="a",method="post"}', values: '0+2x200'}
            promql_expr_test:
              - expr: round(job:slo_errors:ratio_rate5m{slo="app-success"}, 0.0001)
                eval_time: 2h
                exp_samples: [{labels: '{job="a",slo="app-success"}', value: 0.02}]
              - expr: round(job:slo_errors:ratio_rate30d{slo="app-success"}, 0.0001)
                eval_time: 2h
                exp_samples: [{labels: '{job="a",slo="app-success"}', value: 0.02}]
            alert_rule_test:
              - alertname: AppSuccessErrorBudgetBurnFast
                eval_time: 2h
                exp_alerts:
                  - exp_labels: {severity: critical, slo: app-success, job: a}
                    exp_annotations:
                      summary: 'Fast burn of the error budget: Good'
                      description: '2% of the events of a are bad; the objective allows 0.1% over 30d.'
                      runbook_url: docs/app.md#slo
        """);

    [Fact]
    public async Task Good_NoBadSeriesYet_IsARatioOfZero() => await ShouldPassAsync(
        """
            input_series:
              - {series: 'app_requests_total{job="a",method="get"}', values: '0+98x100'}
            promql_expr_test:
              - expr: job:slo_errors:ratio_rate1h{slo="app-success"}
                eval_time: 1h
                exp_samples: [{labels: 'job:slo_errors:ratio_rate1h{job="a",slo="app-success"}', value: 0}]
        """);

    // No events: no NaN, no alert.
    [Fact]
    public async Task Idle_NoEvents_ReturnsNoRatio() => await ShouldPassAsync(
        """
            input_series:
              - {series: 'app_requests_total{job="a",method="get"}', values: '7x100'}
              - {series: 'app_requests_total{job="a",method="post"}', values: '7x100'}
              - {series: 'app_duration_seconds_bucket{job="a",le="1.0"}', values: '7x100'}
              - {series: 'app_duration_seconds_count{job="a"}', values: '9x100'}
            promql_expr_test:
              - expr: '{__name__=~"job:slo_errors:.+"}'
                eval_time: 1h
                exp_samples: []
              - expr: ALERTS{slo!=""}
                eval_time: 1h
                exp_samples: []
        """);

    [Fact]
    public async Task Latency_OneInFourSlow_ReturnsTheRatioAboveTheThreshold() => await ShouldPassAsync(
        """
            input_series:
              - {series: 'app_duration_seconds_bucket{job="a",le="0.1"}', values: '0+1x100'}
              - {series: 'app_duration_seconds_bucket{job="a",le="1.0"}', values: '0+3x100'}
              - {series: 'app_duration_seconds_bucket{job="a",le="+Inf"}', values: '0+4x100'}
              - {series: 'app_duration_seconds_count{job="a"}', values: '0+4x100'}
            promql_expr_test:
              - expr: round(job:slo_errors:ratio_rate14m{slo="app-latency"}, 0.0001)
                eval_time: 1h
                exp_samples: [{labels: '{job="a",slo="app-latency"}', value: 0.25}]
        """);

    // Without a bucket at the threshold the number of fast requests is unknown, not zero.
    [Fact]
    public async Task Latency_MissingBucket_ReturnsNoRatio() => await ShouldPassAsync(
        """
            input_series:
              - {series: 'app_duration_seconds_bucket{job="a",le="0.5"}', values: '0+3x100'}
              - {series: 'app_duration_seconds_bucket{job="a",le="+Inf"}', values: '0+4x100'}
              - {series: 'app_duration_seconds_count{job="a"}', values: '0+4x100'}
            promql_expr_test:
              - expr: '{slo="app-latency"}'
                eval_time: 1h
                exp_samples: []
        """);

    private async Task ShouldPassAsync(string test)
    {
        var file = _folder.Write("objectives.test.yml", $"rule_files: [prometheus/rules/app.rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n{test}\n");

        (await Promtool.TestRulesAsync(file)).Succeeded();
    }
}
