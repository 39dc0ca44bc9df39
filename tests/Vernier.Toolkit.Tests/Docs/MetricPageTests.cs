using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Docs;

public class MetricPageTests
{
    private static readonly string Page = DeployFiles.Docs([SampleCatalog.Catalog]).Single(file => file.Path == "app.md").Content;

    [Theory]
    [InlineData("Job `app`: `http://app-host:9000/m` every 30s.")]
    [InlineData("## HTTP\n\n### app_requests_total\n\nRequests. When one ends.\n\n- Type: counter\n- Panels: Rate · Now · Bars · Shares · Figures · app-success: good events")]
    [InlineData("| `method` | `get`, `post` | Of the request. |")]
    [InlineData("Time of a request.\n\n- Type: histogram, in seconds\n- Series: `app_duration_seconds_bucket` (label `le`), `app_duration_seconds_sum`, `app_duration_seconds_count`\n- Buckets: 0.1, 1\n- Exemplars: yes, with the trace ID of sampled requests\n")]
    [InlineData("- Type: summary, in bytes\n- Series: `app_size_bytes` (label `quantile`), `app_size_bytes_sum`, `app_size_bytes_count`\n- Quantiles: 0.5 over 10m\n")]
    [InlineData("| `kind` | open, at most 5, then `_overflow` | Of \\| which kind. |")]
    [InlineData("- Type: state set\n- States: `on`, `off`\n")]
    [InlineData("- Alerts: [AppDown](#appdown)\n")]
    [InlineData("### AppDown\n\nIt's down.\n\n- Severity: critical\n- For: 1m30s\n- Runbook: `docs/app.md#appdown`\n\n```promql\napp_state == 0\n```\n")]
    [InlineData("| `app-success` | 99.9% | 30d | Good. |")]
    [InlineData("- `job:app_requests:rate5m`: Requests a second.\n")]
    [InlineData("### Q1: Down\n\n```promql\napp_state == 0\n```\n\n**Works.** It does.\n\nUse instead:\n\n```promql\napp_state < 1\n```\n")]
    public void Page_Sample_Contains(string text) => Page.ShouldContain(text);

    [Fact]
    public void Page_NotesAndAlertInterval_AreIncluded()
    {
        var catalog = SampleCatalog.Catalog with { Notes = "## Cardinality\r\n\nFew.\r\n", AlertInterval = TimeSpan.FromSeconds(30) };

        var page = DeployFiles.Docs([catalog]).Single(file => file.Path == "app.md").Content;

        page.ShouldContain("\n## Alerts\n\nEvaluated every 30s.\n\n### AppDown\n");
        page.ShouldContain("\n## Cardinality\n\nFew.\n\n## Documented queries\n");
        page.ShouldNotContain('\r');
    }

    [Fact]
    public void Index_Sample_ListsThePage() =>
        DeployFiles.Docs([SampleCatalog.Catalog])[0].Content.ShouldEndWith("| [App](app.md) | 5 | 1 | 5 |\n");
}
