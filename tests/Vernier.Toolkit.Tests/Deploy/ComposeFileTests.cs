using Vernier.Catalog;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Deploy;

public class ComposeFileTests
{
    private static readonly DeployOptions Options = new()
    {
        Applications = [new("app-host") { Volumes = ["app:/data", "./settings:/settings:ro", "/var/log:/log"] }, new("other") { Volumes = ["app:/data"] }],
        HomeDashboard = "app-main",
    };

    private static readonly MetricCatalog Catalog = SampleCatalog.Catalog with { Dashboards = [SampleCatalog.Catalog.Dashboards[0] with { FileName = "app-overview" }] };

    private static readonly IReadOnlyList<DeployFile> Files = DeployFiles.Deploy([Catalog], Options);

    private static readonly string Compose = Files.Single(file => file.Path == "compose.yaml").Content.Replace("'", "");

    // With a shorter retention, the error budget would be computed from a part of the window. With a margin, 30 days would not be what is documented.
    [Fact]
    public void Prometheus_Objectives_KeepsTheLongestWindow() => Compose.ShouldContain("- --storage.tsdb.retention.time=30d\n");

    [Fact]
    public void Prometheus_WithoutObjectives_KeepsTheDefault() =>
        DeployFiles.Deploy([])[0].Content.ShouldContain("- '--storage.tsdb.retention.time=15d'\n");

    [Fact]
    public void Grafana_HomeDashboard_IsItsFileInTheMountedFolder()
    {
        Compose.ShouldContain("- ./grafana/dashboards:/var/lib/grafana/dashboards:ro\n");
        Compose.ShouldContain("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: /var/lib/grafana/dashboards/app-overview.json\n");
        Files.ShouldContain(file => file.Path == "grafana/dashboards/app-overview.json");
    }

    [Fact]
    public void Grafana_WithoutHomeDashboard_HasItsOwn() => DeployFiles.Deploy([Catalog])[0].Content.ShouldNotContain("HOME_DASHBOARD");

    [Fact]
    public void Volumes_OfApplications_AreMountedAndNamedOnesDeclaredOnce()
    {
        Compose.ShouldContain("    volumes:\n      - app:/data\n      - ./settings:/settings:ro\n      - /var/log:/log\n");
        Compose.ShouldEndWith("\nvolumes:\n  app: {}\n  prometheus: {}\n  alertmanager: {}\n  victoriametrics: {}\n  grafana: {}\n");
    }
}
