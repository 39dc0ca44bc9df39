using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>The panel "Up" of CCProxy reads a series that Prometheus records for every target.</summary>
public sealed class UpPanelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1x60", "1x60", 1)]
    [InlineData("1x30 0x30", "1x30 stale", 0)]
    public async Task Up_OtherSystemIsDown_CountsOnlyProxies(string up, string requests, int shown)
    {
        var query = PanelExpression.All("1h").Single(expression => (expression.Dashboard, expression.Panel) == ("vernier-ccproxy", "Up")).Query;
        var file = _folder.Write("up.test.yml",
            $$"""
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - {series: 'up{job="ccproxy",instance="a"}', values: '{{up}}'}
                  - {series: 'ccproxy_active_requests{job="ccproxy",instance="a"}', values: '{{requests}}'}
                  - {series: 'up{job="orchestrix",instance="b"}', values: '0x60'}
                promql_expr_test:
                  - expr: '{{query}}'
                    eval_time: 50m
                    exp_samples: [{labels: '{}', value: {{shown}}}]
            """);

        (await Promtool.TestRulesAsync(file)).Succeeded();
    }
}
