using System.Text.RegularExpressions;
using Vernier.Catalog;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Validation;

public class CatalogValidatorTests
{
    private static readonly PanelQuery Valid = new(SampleCatalog.RequestRate);

    [Fact]
    public void Deploy_SeveralErrors_ReportsAllWithLocations()
    {
        var catalog = SampleCatalog.With(
            new PanelDefinition("Broken", [new($"sum({SampleCatalog.State}")]),
            new PanelDefinition("Wide", [Valid]) { Width = 25, Row = "A" },
            new PanelDefinition("Empty", []),
            new PanelDefinition("Steps", [Valid]) { Row = "A", Thresholds = [new(2, PanelColor.Red), new(1, PanelColor.Green)] });

        var message = Message(catalog);

        message.ShouldContain("app-main: panel 'Broken' (CatalogValidatorTests.cs:");
        message.ShouldContain("): line 1, column 14: expected an operator, ',' or ')' but found the end of the expression\n    sum(app_state");
        message.ShouldContain("app-main: panel 'Wide': the size 25x8 is out of range; allowed are widths of 1 to 24 and heights of 1 or more.");
        message.ShouldContain("app-main: panel 'Empty': the panel has no query.");
        message.ShouldContain("app-main: panel 'Steps': the thresholds must be in ascending order.");
        message.ShouldContain("app-main: the panels of row 'A' must be adjacent.");
    }

    [Fact]
    public void Deploy_GrafanaVariableInAlert_Throws() =>
        Message(SampleCatalog.Catalog with
        {
            Alerts = [SampleCatalog.Catalog.Alerts[0] with { Expression = SampleCatalog.RequestRate }],
        }).ShouldStartWith("app: alert AppDown (SampleCatalog.cs:");

    [Theory]
    [InlineData(0.5, 30, "objective app-success: the target 0.5 is out of range; allowed are 0.85 or more, and less than 1.")]
    [InlineData(1, 30, "objective app-success: the target 1 is out of range; allowed are 0.85 or more, and less than 1.")]
    [InlineData(0.9, 3, "objective app-success: the window of 3 days is out of range; allowed are 7 to 90 days.")]
    public void Deploy_InvalidObjective_Throws(double target, int days, string message) =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Target = target, Window = TimeSpan.FromDays(days) }] }).ShouldBe(message);

    [Fact]
    public void Deploy_ObjectiveWithGoodAndBad_Throws() =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Good = $"{SampleCatalog.Requests}" }] })
            .ShouldBe("objective app-success: exactly one of Good and Bad must be set.");

    [Fact]
    public void Deploy_ObjectiveByALabelThatDoesNotExist_Throws() =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { By = [SampleCatalog.Size.Label("kind")] }] })
            .ShouldContain("objective app-success: Total has no label 'kind', which is in By.");

    [Theory]
    [InlineData("sum(app_requests_total)")]
    [InlineData("rate(app_requests_total[5m])")]
    [InlineData("app_requests_total offset 1h")]
    public void Deploy_ObjectiveThatIsNotASelector_Throws(string total) =>
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Total = $"{total}" }] })
            .ShouldMatch($@"^objective app-success: Total \(CatalogValidatorTests\.cs:\d+\): must be a plain selector, such as requests_total{{status=""500""}}, without rate, range, or offset\.\n    {Regex.Escape(total)}$");

    [Fact]
    public void Deploy_ShortestWindowWithFewerThanTwoScrapes_Throws() =>
        Message(SampleCatalog.Catalog with { Scrape = SampleCatalog.Catalog.Scrape! with { Interval = TimeSpan.FromSeconds(36) } })
            .ShouldBe("objective app-latency: the shortest alert window of 1m10s is too short for a scrape interval of 36s; a rate needs at least two scrapes.");

    [Theory]
    [InlineData("../app")]
    [InlineData("App")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("app\n")]
    public void Deploy_NameThatIsNotAFileName_Throws(string name)
    {
        Message(SampleCatalog.Catalog with { Name = name }).ShouldStartWith($"The catalog name '{name}' is not a valid file name; allowed are lowercase letters, ");
        Message(SampleCatalog.Catalog with { Objectives = [SampleCatalog.Catalog.Objectives[1] with { Name = name }] })
            .ShouldBe($"objective {name}: the name is not valid; allowed are lowercase letters, digits, dashes, and underscores.");
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("readme")]
    public void Deploy_ReservedName_Throws(string name) =>
        Message(SampleCatalog.Catalog with { Name = name }).ShouldBe($"The catalog name '{name}' is reserved for the generator; choose another name.");

    [Fact]
    public void Deploy_UidsThatDifferOnlyInCase_Throws() =>
        Message(SampleCatalog.Catalog with { Dashboards = [SampleCatalog.Catalog.Dashboards[0], SampleCatalog.Catalog.Dashboards[0] with { Uid = "APP-main" }] })
            .ShouldBe("Duplicate dashboard UID 'app-main'.");

    [Theory]
    [InlineData("")]
    [InlineData("../app")]
    [InlineData("app.json")]
    public void Deploy_InvalidDashboardFileName_Throws(string name) =>
        Message(SampleCatalog.Catalog with { Dashboards = [SampleCatalog.Catalog.Dashboards[0] with { FileName = name }] })
            .ShouldBe($"app-main: the file name '{name}' is not valid; allowed are 1 to 40 letters, digits, dashes, and underscores.");

    [Fact]
    public void Deploy_FileNamesThatDifferOnlyInCase_Throws()
    {
        var dashboard = SampleCatalog.Catalog.Dashboards[0];

        Message(SampleCatalog.Catalog with { Dashboards = [dashboard with { FileName = "app" }, dashboard with { Uid = "other", FileName = "APP" }] })
            .ShouldBe("Duplicate dashboard file name 'app'.");
    }

    [Fact]
    public void Deploy_AlertIntervalOfZero_Throws() =>
        Message(SampleCatalog.Catalog with { AlertInterval = TimeSpan.Zero }).ShouldBe("app: the alert interval 00:00:00 is too short; the minimum is 1ms.");

    [Fact]
    public void Deploy_DuplicateMetric_Throws() =>
        Message(SampleCatalog.Catalog with { Metrics = [.. SampleCatalog.Catalog.Metrics, SampleCatalog.State] }).ShouldBe("app: duplicate metric 'app_state'.");

    [Fact]
    public void Deploy_InvalidScrape_ReportsAllErrors() => Message(SampleCatalog.Catalog with { Scrape = new("prometheus", "http://app", 0) { Path = "m", Interval = TimeSpan.Zero } })
        .Split('\n').ShouldBe(
        [
            "app: the scrape job name 'prometheus' is reserved for the generator; choose another name.",
            "app: the scrape host 'http://app' is not a valid host name.",
            "app: the scrape port 0 is out of range; allowed are 1 to 65535.",
            "app: the scrape path 'm' must start with a slash.",
            "app: the scrape interval 00:00:00 is too short; the minimum is 1ms.",
        ]);

    [Fact]
    public void Deploy_InvalidAlert_ReportsAllErrors() => Regex.Replace(Message(SampleCatalog.Catalog with
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
    }), @" \(\w+\.cs:\d+\)", "").Split('\n').ShouldBe(
    [
        "app: alert a|b: the name is not valid; allowed are letters, digits, and underscores.",
        "app: alert a|b: For is -00:00:01 but must not be negative.",
        "app: alert a|b: duplicate label 'a-b'.",
        "app: alert a|b: 'a-b' is not a valid label name.",
        "app: alert a|b: 'a-b' is not a valid label name.",
        "app: alert a|b: the label 'severity' is reserved.",
        "app: alert a|b: test 'It is': must be a plain selector, such as requests_total{status=\"500\"}, without rate, range, or offset.",
        "    sum(app_state)",
    ]);

    [Fact]
    public void Deploy_InvalidRecordingRules_ReportsAllErrors() =>
        Message(SampleCatalog.Catalog with { RecordingRules = [new("a b", $"{SampleCatalog.State}"), new("a:b", $"{SampleCatalog.State}"), new("a:b", $"{SampleCatalog.State}")] })
            .ShouldBe("app: duplicate recording rule 'a:b'.\napp: recording rule a b: the name is not valid; allowed are letters, digits, underscores, and colons.");

    [Fact]
    public void Deploy_RecordingRulesThatDifferInLabels_AreValid() => Should.NotThrow(() => DeployFiles.Deploy(
        [SampleCatalog.Catalog with { RecordingRules = [new("a:b", $"{SampleCatalog.State}") { Labels = [new("of", "1")] }, new("a:b", $"{SampleCatalog.State}") { Labels = [new("of", "2")] }] }]));

    [Fact]
    public void Deploy_InvalidDashboard_ReportsAllErrors()
    {
        var instance = new GaugeDefinition("app_peer", "Peer.") { Labels = [new("instance")] };
        var catalog = SampleCatalog.With(
            new PanelDefinition("Infinite", [Valid]) { Max = double.PositiveInfinity },
            new PanelDefinition("Reversed", [Valid]) { Min = 2, Max = 1, Decimals = -1 });
        var dashboard = catalog.Dashboards[0] with { Range = TimeSpan.Zero, Variables = [instance.Labels[0]] };

        Message(catalog with { Metrics = [.. catalog.Metrics, instance], Dashboards = [dashboard, catalog.Dashboards[0] with { Uid = "none", Panels = [] }] }).Split('\n').ShouldBe(
        [
            "app-main: the range 00:00:00 is too short; the minimum is 1m.",
            "app-main: duplicate variable 'instance'.",
            "app-main: panel 'Infinite': Min, Max, thresholds, and mapped values must be finite numbers.",
            "app-main: panel 'Reversed': Decimals is -1 but must not be negative.",
            "app-main: panel 'Reversed': Min (2) must be less than Max (1).",
            "none: the dashboard has no panels.",
        ]);
    }

    [Fact]
    public void Deploy_InvalidOptions_ReportsAllErrors() => Should.Throw<DeployException>(() => DeployFiles.Deploy([], new()
    {
        Applications = [new("app") { Volumes = ["grafana:/data"] }, new("app"), new("grafana")],
        HomeDashboard = "home",
        AlertWebhook = new Uri("hook", UriKind.Relative),
        RunbookRoot = new Uri("https://git.example.org/main"),
    })).Message.Split('\n').ShouldBe(
    [
        "Duplicate application 'app'.",
        "The application name 'grafana' is reserved for a server in compose.yaml; choose another name.",
        "The volume 'grafana' of the application 'app' is reserved for a server in compose.yaml; choose another name.",
        "HomeDashboard 'home' is not the UID of a dashboard in the catalogs.",
        "AlertWebhook 'hook' is not an absolute URL.",
        "RunbookRoot 'https://git.example.org/main' is not an absolute URL with a trailing slash.",
    ]);

    [Fact]
    public void Deploy_SameCatalogTwice_Throws() =>
        Should.Throw<DeployException>(() => DeployFiles.Deploy([SampleCatalog.Catalog, SampleCatalog.Catalog])).Message.ShouldStartWith(
            "Duplicate catalog 'app'.\nDuplicate dashboard UID 'app-main'.");

    [Fact]
    public void Deploy_NoCatalogs_WritesOnlyConfiguration() => DeployFiles.Deploy([]).Select(file => file.Path).ShouldBe(
    [
        "compose.yaml", "alertmanager/alertmanager.yml", "grafana/provisioning/datasources/vernier.yml", "grafana/provisioning/dashboards/vernier.yml",
        "prometheus/prometheus.yml", "prometheus/rules/targets.rules.yml", "prometheus/tests/targets.test.yml",
    ]);

    private static string Message(MetricCatalog catalog) => Should.Throw<DeployException>(() => DeployFiles.Deploy([catalog])).Message;
}
