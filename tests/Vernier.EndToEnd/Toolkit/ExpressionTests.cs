using Vernier.EndToEnd.Servers;
using Vernier.Testing;
using Vernier.Toolkit.Tests;
using Vernier.Toolkit.Tests.Rules;
using YamlDotNet.RepresentationModel;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>Checks that every expression of the committed dashboards and rules returns data in a real Prometheus that scrapes the real host under demo traffic.</summary>
public class ExpressionTests(WatchedSystems systems) : IClassFixture<WatchedSystems>
{
    /// <summary>Each series needs two scrapes, and each recorded series two evaluations.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // A table of alert conditions is empty if no condition is true. The operands are those of the alerts.
    public static TheoryData<string, string, string> Panels =>
    [
        .. from expression in PanelExpression.All("30s")
           where !NeedsAcme(expression.Query) && !DocumentedQueries.MayBeEmpty(expression.Query) && !(expression.Kind == "table" && DocumentedQueries.IsCondition(expression.Query))
           select ($"{expression.Dashboard}: {expression.Panel}", expression.Legend, expression.Query),
    ];

    public static TheoryData<string, string> Alerts =>
        [.. Rules("alert").SelectMany(rule => AlertOperands.Of(rule["expr"].ToString()).Where(operand => !NeedsAcme(operand)).Select(operand => (rule["alert"].ToString(), operand)))];

    public static TheoryData<string, string> Recordings =>
        [.. Rules("record").Select(rule => (rule["record"].ToString(), rule.Has("labels") ? string.Join(',', rule["labels"].Entries().Select(l => $"{l.Key}=\"{l.Value}\"")) : ""))];

    public static TheoryData<string, string> DocumentedWithData => [.. DocumentedQueries.WithData];

    public static TheoryData<string, string> DocumentedWithoutData => [.. DocumentedQueries.WithoutData];

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task Panel_EachQuery_ReturnsFiniteValues(string panel, string legend, string query)
    {
        var found = await FoundAsync(query);

        found.ShouldAllBe(sample => double.IsFinite(sample.Value), $"{panel} {legend}");
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task Panel_EachQuery_ReturnsFiniteValuesInVictoriaMetrics(string panel, string legend, string query) => await Eventually.GetAsync(
        $"{panel} {legend} has data in VictoriaMetrics",
        token => systems.VictoriaMetrics.QueryAsync(query, token),
        found => found.Count > 0 && found.All(sample => double.IsFinite(sample.Value)),
        Deadline);

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task Alert_EachOperand_ReturnsData(string alert, string operand) => (await FoundAnyAsync(operand)).ShouldNotBeEmpty(alert);

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recording_Each_IsRecorded(string name, string labels) => (await FoundAsync($"{name}{{{labels}}}")).ShouldNotBeEmpty();

    [Theory]
    [MemberData(nameof(DocumentedWithData))]
    public async Task Documented_WorkingQuery_ReturnsData(string id, string query) => (await FoundAnyAsync(query)).ShouldNotBeEmpty(id);

    // Waits for other data first, so that an empty result is not caused by timing.
    [Theory]
    [MemberData(nameof(DocumentedWithoutData))]
    public async Task Documented_BrokenQuery_ReturnsNothing(string id, string query)
    {
        await FoundAsync(PanelExpression.All("30s")[^1].Query);

        (await systems.Prometheus.QueryAsync(query)).ShouldBeEmpty(id);
    }

    [Fact]
    public async Task Targets_OfTheSystems_AreUp()
    {
        string[] jobs = [.. Deployed.Yaml("prometheus/prometheus.yml").Items("scrape_configs").Select(job => job["job_name"].ToString()).Except(["prometheus", "pushgateway"])];

        // A system may expose a metric named up as well; its series have the label exported_job.
        var up = await systems.Prometheus.WaitUntilAsync(
            $"up{{job=~\"{string.Join('|', jobs)}\",exported_job=\"\"}} == 1", found => found.Count == jobs.Length, Deadline);

        up.Select(sample => sample.Labels["job"]).ShouldBe(jobs, ignoreOrder: true);
    }

    // Waits until all values are finite: a ratio is NaN until the first event.
    private Task<IReadOnlyList<QuerySample>> FoundAsync(string query) =>
        systems.Prometheus.WaitUntilAsync(query, found => found.Count > 0 && found.All(sample => double.IsFinite(sample.Value)), Deadline);

    // A series without events is NaN, which no threshold matches; the others are compared.
    private Task<IReadOnlyList<QuerySample>> FoundAnyAsync(string query) =>
        systems.Prometheus.WaitUntilAsync(query, found => found.Any(sample => double.IsFinite(sample.Value)), Deadline);

    /// <summary>Returns whether a query is empty without an ACME server, which the demo does not have. The scenario of Pangolin covers these metrics.</summary>
    private static bool NeedsAcme(string query) => query.Contains("pangolin_acme_cert_", StringComparison.Ordinal) && !query.Contains("vector(0)", StringComparison.Ordinal);

    private static IEnumerable<YamlNode> Rules(string kind) =>
        Deployed.Files("prometheus/rules", "*.yml").SelectMany(file => Deployed.Yaml(file).Items("groups")).SelectMany(group => group.Items("rules")).Where(rule => rule.Has(kind));
}
