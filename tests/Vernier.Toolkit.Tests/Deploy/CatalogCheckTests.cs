using Vernier.Catalog;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Deploy;

public class CatalogCheckTests
{
    private static readonly PanelQuery Fine = new(SampleCatalog.RequestRate);

    [Fact]
    public void Deploy_SeveralMistakes_AreAllToldWithTheirPlaces()
    {
        var catalog = SampleCatalog.With(
            new PanelDefinition("Broken", [new($"sum({SampleCatalog.State}")]),
            new PanelDefinition("Wide", [Fine]) { Width = 25, Row = "A" },
            new PanelDefinition("Empty", []),
            new PanelDefinition("Steps", [Fine]) { Row = "A", Thresholds = [new(2, PanelColor.Red), new(1, PanelColor.Green)] });

        var message = Message(catalog);

        message.ShouldContain("app-main: panel 'Broken': line 1, column ");
        message.ShouldContain("\n    sum(app_state");
        message.ShouldContain("app-main: panel 'Wide' is 25 columns wide and 8 high; allowed are 1 to 24, and 1 or more.");
        message.ShouldContain("app-main: panel 'Empty' has no query.");
        message.ShouldContain("app-main: panel 'Steps': the thresholds do not ascend.");
        message.ShouldContain("app-main: the panels of the row 'A' do not follow one another.");
    }

    [Fact]
    public void Deploy_GrafanasVariableInAnAlert_IsAMistake() =>
        Message(SampleCatalog.Catalog with
        {
            Alerts = [SampleCatalog.Catalog.Alerts[0] with { Expression = SampleCatalog.RequestRate }],
        }).ShouldStartWith("app: alert AppDown: line 1, column ");

    [Theory]
    [InlineData(0.5, 30, "objective app-success: the target is 0.5; allowed is 0.85 or more, and below 1.")]
    [InlineData(1, 30, "objective app-success: the target is 1; allowed is 0.85 or more, and below 1.")]
    [InlineData(0.9, 3, "objective app-success: the window is 3 days; allowed are 7 to 90.")]
    public void Deploy_WrongObjective_IsAMistake(double target, int days, string message) =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Target = target, Window = TimeSpan.FromDays(days) }] }).ShouldBe(message);

    [Fact]
    public void Deploy_ObjectiveWithGoodAndBad_IsAMistake() =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Good = $"{SampleCatalog.Requests}" }] })
            .ShouldBe("objective app-success: either Good or Bad has to be given, and not both.");

    [Theory]
    [InlineData("sum(app_requests_total)")]
    [InlineData("rate(app_requests_total[5m])")]
    [InlineData("app_requests_total offset 1h")]
    public void Deploy_ObjectiveOfMoreThanASelector_IsAMistake(string total) =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Total = $"{total}" }] })
            .ShouldBe($"objective app-success: Total has to select series, as in requests_total{{status=\"500\"}}, and nothing more.\n    {total}");

    [Fact]
    public void Deploy_ObjectiveWhoseShortestWindowHasNotTwoScrapes_IsAMistake() =>
        Message(SampleCatalog.Catalog with { Scrape = SampleCatalog.Catalog.Scrape! with { Interval = TimeSpan.FromSeconds(36) } })
            .ShouldBe("objective app-latency: a rate needs two scrapes, and its shortest window of 1m10s has not two at one in 36s.");

    [Theory]
    [InlineData("../app")]
    [InlineData("App")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("app\n")]
    public void Deploy_NameThatIsNoFileName_IsAMistake(string name)
    {
        Message(SampleCatalog.Catalog with { Name = name }).ShouldStartWith($"The catalog '{name}' has a name that is not made of lower-case letters, ");
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Name = name }] })
            .ShouldBe($"objective {name}: its name is not made of lower-case letters, digits, dashes and underscores.");
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("readme")]
    public void Deploy_NameOfTheGenerator_IsAMistake(string name) =>
        Message(SampleCatalog.Catalog with { Name = name }).ShouldBe($"The catalog '{name}' has a name that the generator uses itself; choose another.");

    [Fact]
    public void Deploy_UidsThatDifferInCaseAlone_AreAMistake() =>
        Message(SampleCatalog.Catalog with { Dashboards = [SampleCatalog.Catalog.Dashboards[0], SampleCatalog.Catalog.Dashboards[0] with { Uid = "APP-main" }] })
            .ShouldBe("The dashboard 'app-main' is there 2 times.");

    [Fact]
    public void Deploy_MetricTwice_IsAMistake() =>
        Message(SampleCatalog.Catalog with { Metrics = [.. SampleCatalog.Catalog.Metrics, SampleCatalog.State] }).ShouldBe("app: the metric 'app_state' is there 2 times.");

    [Fact]
    public void Deploy_WrongScrape_IsToldWhole() => Message(SampleCatalog.Catalog with { Scrape = new("prometheus", "http://app", 0) { Path = "m", Interval = TimeSpan.Zero } })
        .Split('\n').ShouldBe(
        [
            "app: the scrape job 'prometheus' needs a name, and one other than prometheus and pushgateway.",
            "app: the scrape host 'http://app' is no name of a machine.",
            "app: the scrape port is 0; allowed are 1 to 65535.",
            "app: the scrape path 'm' does not begin with a slash.",
            "app: the scrape interval is 00:00:00; it has to be a millisecond or more.",
        ]);

    [Fact]
    public void Deploy_WrongAlert_IsToldWhole() => Message(SampleCatalog.Catalog with
    {
        Alerts =
        [
            SampleCatalog.Catalog.Alerts[0] with
            {
                Name = "a|b",
                For = TimeSpan.FromSeconds(-1),
                Labels = [new("severity", "page"), new("a-b", "1"), new("a-b", "2")],
                Tests = [new("It is", 1, new TestSeries($"sum({SampleCatalog.State})", "0x60"))],
            },
        ],
    }).Split('\n').ShouldBe(
    [
        "app: alert a|b: its name is not made of letters, digits and underscores.",
        "app: alert a|b: For is -00:00:01; it cannot be negative.",
        "app: alert a|b: the label 'a-b' is there 2 times.",
        "app: alert a|b: the label 'a-b' has a name that Prometheus does not take.",
        "app: alert a|b: the label 'a-b' has a name that Prometheus does not take.",
        "app: alert a|b: the label severity is set already.",
        "app: alert a|b: the example 'It is' has to select series, as in requests_total{status=\"500\"}, and nothing more.",
        "    sum(app_state)",
    ]);

    [Fact]
    public void Deploy_WrongRecordingRules_AreMistakes() =>
        Message(SampleCatalog.Catalog with { RecordingRules = [new("a b", $"{SampleCatalog.State}"), new("a:b", $"{SampleCatalog.State}"), new("a:b", $"{SampleCatalog.State}")] })
            .ShouldBe("app: the recording rule 'a:b' is there 2 times.\napp: recording rule a b: its name is not made of letters, digits, underscores and colons.");

    [Fact]
    public void Deploy_SameRecordedSeriesWithAnotherLabel_IsNoMistake() => Should.NotThrow(() => DeployFiles.Deploy(
        [SampleCatalog.Catalog with { RecordingRules = [new("a:b", $"{SampleCatalog.State}") { Labels = [new("of", "1")] }, new("a:b", $"{SampleCatalog.State}") { Labels = [new("of", "2")] }] }]));

    [Fact]
    public void Deploy_WrongDashboard_IsToldWhole()
    {
        var instance = new GaugeDefinition("app_peer", "Peer.") { Labels = [new("instance")] };
        var catalog = SampleCatalog.With(
            new PanelDefinition("Endless", [Fine]) { Max = double.PositiveInfinity },
            new PanelDefinition("Turned", [Fine]) { Min = 2, Max = 1, Decimals = -1 });
        var dashboard = catalog.Dashboards[0] with { Range = TimeSpan.Zero, Variables = [instance.Labels[0]] };

        Message(catalog with { Metrics = [.. catalog.Metrics, instance], Dashboards = [dashboard, catalog.Dashboards[0] with { Uid = "none", Panels = [] }] }).Split('\n').ShouldBe(
        [
            "app-main: the range is 00:00:00 and the refresh 00:01:00; allowed are a minute or more, and zero or more.",
            "app-main: the variable 'instance' is there 2 times.",
            "app-main: panel 'Endless': its smallest and largest value, thresholds and mapped values have to be finite numbers.",
            "app-main: panel 'Turned' shows -1 decimals; allowed are 0 or more.",
            "app-main: panel 'Turned' goes from 2 to 1.",
            "none: the dashboard has no panels.",
        ]);
    }

    [Fact]
    public void Deploy_WrongOptions_AreMistakes() => Should.Throw<DeployException>(() => DeployFiles.Deploy([], new()
    {
        Applications = [new("app"), new("app"), new("grafana")],
        AlertWebhook = new Uri("hook", UriKind.Relative),
        RunbookRoot = new Uri("https://git.example.org/main"),
    })).Message.Split('\n').ShouldBe(
    [
        "The application 'app' is there 2 times.",
        "The application 'grafana' has the name of a server in compose.yaml.",
        "The webhook for alerts 'hook' is no absolute URL.",
        "The root of runbooks 'https://git.example.org/main' is no absolute URL with a slash at its end.",
    ]);

    [Fact]
    public void Deploy_SameCatalogTwice_IsAMistake() =>
        Should.Throw<DeployException>(() => DeployFiles.Deploy([SampleCatalog.Catalog, SampleCatalog.Catalog])).Message.ShouldStartWith(
            "The catalog 'app' is there 2 times.\nThe dashboard 'app-main' is there 2 times.");

    [Fact]
    public void Deploy_NothingAtAll_IsConfigurationAlone() => DeployFiles.Deploy([]).Select(file => file.Path).ShouldBe(
    [
        "compose.yaml", "alertmanager/alertmanager.yml", "grafana/provisioning/datasources/vernier.yml", "grafana/provisioning/dashboards/vernier.yml",
        "prometheus/prometheus.yml", "prometheus/rules/targets.rules.yml", "prometheus/tests/targets.test.yml",
    ]);

    private static string Message(MetricCatalog catalog) => Should.Throw<DeployException>(() => DeployFiles.Deploy([catalog])).Message;
}
