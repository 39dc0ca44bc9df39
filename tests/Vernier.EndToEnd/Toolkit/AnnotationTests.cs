using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>Checks annotations as expanded by Prometheus. The template function <c>humanize</c> would print 0.1 as "100m", which reads as 100 million.</summary>
public sealed class AnnotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("orchestrix", "HighErrorRate", "orchestrix_errors_total{type=\"handler_error\",handler=\"pack\"}", " 0.10 times ")]
    [InlineData("dicomweb-oauth", "DicomWebErrors", "dicomweb_oauth_errors_total{server=\"main\",error_code=\"AUTH-001\",category=\"AUTHORIZATION\"}", " 0.10 times ")]
    [InlineData("orchestrix", "StoreUnavailable", "orchestrix_errors_total{type=\"store_error\",aggregate=\"order\"}", "12 ")]
    public async Task Description_SixErrorsPerMinute_HasAReadableNumber(string system, string alert, string series, string number)
    {
        var file = _folder.Write("annotations.test.yml",
            $$"""
            rule_files: ['{{Deployed.Folder}}/prometheus/rules/{{system}}.rules.yml']
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series: [{series: '{{series}}', values: '0+6x30'}]
                alert_rule_test: [{alertname: {{alert}}, eval_time: 20m, exp_alerts: []}]
            """);

        var result = await Promtool.TestRulesAsync(file);

        result.Lines.ShouldContain(line => line.Contains("description=", StringComparison.Ordinal) && line.Contains(number, StringComparison.Ordinal), result.ToString());
    }
}
