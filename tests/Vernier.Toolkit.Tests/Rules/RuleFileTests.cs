using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Rules;

public class RuleFileTests
{
    private static readonly IReadOnlyList<DeployFile> Files = DeployFiles.Deploy([SampleCatalog.Catalog]);

    // Ratios over a day or more change slowly, and reading all samples of 30 days every 15 seconds is expensive.
    [Fact]
    public void Write_LongWindows_AreAGroupWithALongerInterval()
    {
        var rules = Files.Single(file => file.Path == "prometheus/rules/app.rules.yml").Content;

        var groups = rules.Split("\n  - name: ")[1..];
        groups.Select(group => group.Split('\n')[0]).ShouldBe(["app-recorded", "app-objectives", "app-objectives-long", "app"]);
        groups[1].ShouldNotContain("interval:");
        groups[1].ShouldContain("[6h]");
        groups[1].ShouldNotContain("[1d]");
        groups[2].ShouldContain("    interval: '2m'\n");
        groups[2].ShouldContain("[30d]");
    }

    [Theory]
    [InlineData("docs/app.md#appdown", "https://git.example.org/main/docs/app.md#appdown")]
    [InlineData("https://wiki.example.org/app", "https://wiki.example.org/app")]
    public void Write_RunbookRoot_IsPrependedToPaths(string runbook, string url)
    {
        var catalog = SampleCatalog.Catalog with { Objectives = [], Alerts = [SampleCatalog.Catalog.Alerts[0] with { Runbook = runbook }] };

        DeployFiles.Deploy([catalog], new() { RunbookRoot = new Uri("https://git.example.org/main/") }).Single(file => file.Path == "prometheus/rules/app.rules.yml")
            .Content.Replace("'", "").ShouldContain($"runbook_url: {url}\n");
    }

    [Fact]
    public void Write_AlertInterval_IsTheIntervalOfTheAlertGroup()
    {
        var catalog = SampleCatalog.Catalog with { AlertInterval = TimeSpan.FromSeconds(30) };

        var rules = DeployFiles.Deploy([catalog]).Single(file => file.Path == "prometheus/rules/app.rules.yml").Content;

        var groups = rules.Split("\n  - name: ")[1..];
        groups[3].ShouldStartWith("app\n    interval: '30s'\n");
        groups[0].ShouldNotContain("interval:");
    }

    [Fact]
    public void Alertmanager_FastBurn_InhibitsTheSlowBurnOfTheSameObjective() => Files.Single(file => file.Path == "alertmanager/alertmanager.yml").Content.ShouldContain(
        """
          - source_matchers:
              - 'slo!=""'
              - 'severity="critical"'
            target_matchers:
              - 'slo!=""'
              - 'severity="warning"'
            equal:
              - slo
              - job

        """);
}
