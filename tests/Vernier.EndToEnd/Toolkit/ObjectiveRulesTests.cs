using Vernier.EndToEnd.Servers;
using Vernier.Testing;
using Vernier.Toolkit.Deploy;
using Vernier.Toolkit.Tests;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>
/// The rules of an objective from the events on. The generated examples start from the recorded shares; here promtool runs the recording rules, too, on
/// the sample's counters.
/// </summary>
public sealed class ObjectiveRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ObjectiveRulesTests() => DeployFolder.Write(_folder.FullName, DeployFiles.Deploy([SampleCatalog.Catalog]));

    public void Dispose() => _folder.Dispose();

    // Two in a hundred are bad where one in a thousand may be: twenty times too fast, and so both alerts.
    [Fact]
    public async Task Burning_BadEventsFromTheStart_IsRecordedAndFires() => await ShouldHoldAsync(
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
                      summary: Good. The error budget burns very fast
                      description: 2% of the events of a are bad; 0.1% may be, over 30d.
                      runbook_url: docs/app.md#slo
        """);

    [Fact]
    public async Task Good_NoBadSeriesYet_IsAShareOfZero() => await ShouldHoldAsync(
        """
            input_series:
              - {series: 'app_requests_total{job="a",method="get"}', values: '0+98x100'}
            promql_expr_test:
              - expr: job:slo_errors:ratio_rate1h{slo="app-success"}
                eval_time: 1h
                exp_samples: [{labels: 'job:slo_errors:ratio_rate1h{job="a",slo="app-success"}', value: 0}]
        """);

    // Neither 0/0 nor an alert.
    [Fact]
    public async Task Idle_NoEvents_IsNoShare() => await ShouldHoldAsync(
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
    public async Task Latency_OneInFourSlow_IsTheShareAboveTheThreshold() => await ShouldHoldAsync(
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

    // An installation with other buckets: not knowing how many were fast is not the same as none.
    [Fact]
    public async Task Latency_NoSuchBucket_IsNoShare() => await ShouldHoldAsync(
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

    private async Task ShouldHoldAsync(string test)
    {
        var file = _folder.Write("objectives.test.yml", $"rule_files: [prometheus/rules/app.rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n{test}\n");

        (await Promtool.TestRulesAsync(file)).Succeeded();
    }
}
