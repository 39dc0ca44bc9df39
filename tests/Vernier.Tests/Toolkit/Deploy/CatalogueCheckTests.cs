using Vernier.Catalogue;
using Vernier.Toolkit.Deploy;

namespace Vernier.Tests.Toolkit.Deploy;

public class CatalogueCheckTests
{
    private static readonly PanelQuery Fine = new(SampleCatalogue.RequestRate);

    [Fact]
    public void Deploy_SeveralMistakes_AreAllToldWithTheirPlaces()
    {
        MetricCatalogue catalogue = SampleCatalogue.With(
            new PanelDefinition("Broken", [new($"sum({SampleCatalogue.State}")]),
            new PanelDefinition("Wide", [Fine]) { Width = 25, Row = "A" },
            new PanelDefinition("Empty", []),
            new PanelDefinition("Steps", [Fine]) { Row = "A", Thresholds = [new(2, PanelColor.Red), new(1, PanelColor.Green)] });

        string message = Message(catalogue);

        message.ShouldContain("app-main: panel 'Broken': line 1, column ");
        message.ShouldContain("\n    sum(app_state");
        message.ShouldContain("app-main: panel 'Wide' is 25 columns wide and 8 high; allowed are 1 to 24, and 1 or more.");
        message.ShouldContain("app-main: panel 'Empty' has no query.");
        message.ShouldContain("app-main: panel 'Steps': the thresholds do not ascend.");
        message.ShouldContain("app-main: the panels of the row 'A' do not follow one another.");
    }

    [Fact]
    public void Deploy_GrafanasVariableInAnAlert_IsAMistake() =>
        Message(SampleCatalogue.Catalogue with
        {
            Alerts = [SampleCatalogue.Catalogue.Alerts[0] with { Expression = SampleCatalogue.RequestRate }],
        }).ShouldStartWith("app: alert AppDown: line 1, column ");

    [Theory]
    [InlineData(0.5, 30, "objective app-success: the target is 0.5; allowed is 0.85 or more, and below 1.")]
    [InlineData(1, 30, "objective app-success: the target is 1; allowed is 0.85 or more, and below 1.")]
    [InlineData(0.9, 3, "objective app-success: the window is 3 days; allowed are 7 to 90.")]
    public void Deploy_WrongObjective_IsAMistake(double target, int days, string message) =>
        Message(SampleCatalogue.Catalogue with { Objectives = [SampleCatalogue.Catalogue.Objectives[1] with { Target = target, Window = TimeSpan.FromDays(days) }] }).ShouldBe(message);

    [Fact]
    public void Deploy_ObjectiveWithGoodAndBad_IsAMistake() =>
        Message(SampleCatalogue.Catalogue with { Objectives = [SampleCatalogue.Catalogue.Objectives[1] with { Good = $"{SampleCatalogue.Requests}" }] })
            .ShouldBe("objective app-success: either Good or Bad has to be given, and not both.");

    [Fact]
    public void Deploy_SameCatalogueTwice_IsAMistake() =>
        Should.Throw<DeployException>(() => DeployFiles.Deploy([SampleCatalogue.Catalogue, SampleCatalogue.Catalogue])).Message.ShouldStartWith(
            "The catalogue 'app' is there 2 times.\nThe dashboard 'app-main' is there 2 times.");

    [Fact]
    public void Deploy_NothingAtAll_IsConfigurationAlone() => DeployFiles.Deploy([]).Select(file => file.Path).ShouldBe(
    [
        "compose.yaml", "alertmanager/alertmanager.yml", "grafana/provisioning/datasources/vernier.yml", "grafana/provisioning/dashboards/vernier.yml",
        "prometheus/prometheus.yml", "prometheus/rules/targets.rules.yml", "prometheus/tests/targets.test.yml",
    ]);

    private static string Message(MetricCatalogue catalogue) => Should.Throw<DeployException>(() => DeployFiles.Deploy([catalogue])).Message;
}
