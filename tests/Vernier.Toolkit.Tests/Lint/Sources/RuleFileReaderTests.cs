using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint.Sources;

public class RuleFileReaderTests
{
    [Fact]
    public void Read_RuleFile_HasEachExpressionWithItsLocation()
    {
        var content = Read("""
            groups:
              - name: shop
                interval: 30s
                labels: { team: a }
                rules:
                  - record: job:orders:rate5m
                    expr: sum by (job) (rate(orders_total[5m]))
                  - alert: NoOrders
                    expr: "orders == 0"
                    for: 5m
                    labels: { severity: warning, team: b }
                    annotations:
                      summary: No orders
                  - alert: Slow
                    expr: |
                      histogram_quantile(0.9, x)
                        > 1
                  - alert: Folded
                    expr: >
                      a
                      > 1
            """);

        content.Findings.ShouldBeEmpty();
        content.Queries.Select(query => (query.Kind, query.Title, query.Text, query.Location.ToString(), query.Location.Element, query.KeepsLines)).ShouldBe(
        [
            (QueryKind.Recording, "job:orders:rate5m", "sum by (job) (rate(orders_total[5m]))", "rules.yml:7:15", "recording rule job:orders:rate5m", true),
            (QueryKind.Alert, "NoOrders", "orders == 0", "rules.yml:9:16", "alert NoOrders", true),
            (QueryKind.Alert, "Slow", "histogram_quantile(0.9, x)\n  > 1", "rules.yml:16:11", "alert Slow", true),
            (QueryKind.Alert, "Folded", "a > 1", "rules.yml:19:15", "alert Folded", false),
        ]);
        var alert = content.Queries[1];
        alert.For.ShouldBe(TimeSpan.FromMinutes(5));
        alert.Labels.ShouldBe(new Dictionary<string, string> { ["team"] = "b", ["severity"] = "warning" }, ignoreOrder: true);
        alert.Annotations["summary"].ShouldBe("No orders");
        content.Queries[2].For.ShouldBeNull();
    }

    [Theory]
    [InlineData("groups:\n  - name: a\n    rulez: []", "3:5", "'rulez' is not a valid key in a group")]
    [InlineData("group: []", "1:1", "'group' is not a valid key in the file")]
    [InlineData("- a", "1:1", "Expected a mapping for the file")]
    [InlineData("groups: text", "1:9", "groups is not a list")]
    [InlineData("groups:\n  - rules: []", "2:5", "no name")]
    [InlineData("groups:\n  - name: a\n  - name: a", "3:5", "Duplicate group name 'a'")]
    [InlineData("groups:\n  - name: a\n    interval: often", "3:15", "'often' is not a valid duration")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - alert: A", "4:9", "no expression")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up", "4:9", "neither alert nor record")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        record: a:b", "4:9", "both alert and record")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        record: a:b\n        for: 5m", "6:14", "A recording rule cannot have for")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        for: 5 minutes", "6:14", "'5 minutes' is not a valid duration")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        fro: 5m", "6:9", "'fro' is not a valid key in a rule")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: [a]", "6:17", "Expected a mapping for labels")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: { a: [b] }", "6:22", "The value of label a is not a string")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: ''", "4:9", "neither alert nor record")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: [A]", "5:16", "A list is not a valid name for alert")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        record: a-b", "5:17", "'a-b' is not a valid metric name")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: { a-b: c }", "6:19", "'a-b' is not a valid label name")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: { __name__: c }", "6:19", "'__name__' is not a valid label name")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        annotations: { a b: c }", "6:24", "'a b' is not a valid annotation name")]
    [InlineData("groups:\n  - name: a\n    limit: many", "3:12", "'many' is not a valid limit")]
    [InlineData("groups:\n  - name: a\n    interval: [1m]", "3:15", "A list is not a valid duration")]
    public void Read_InvalidField_IsReportedWithItsLocation(string text, string location, string message)
    {
        var finding = Read(text).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.InvalidRuleFile);
        finding.Location.ToString().ShouldBe($"rules.yml:{location}");
        finding.Message.ShouldContain(message);
        (finding.Message[^1], finding.Fix[^1]).ShouldBe(('.', '.'));
    }

    [Fact]
    public void Read_InvalidRule_OtherRulesAreRead()
    {
        var content = Read("groups:\n  - name: a\n    rules:\n      - alert: A\n      - alert: B\n        expr: up == 0");

        content.Findings.ShouldHaveSingleItem();
        content.Queries.ShouldHaveSingleItem().Title.ShouldBe("B");
    }

    [Theory]
    [InlineData("groups:\n  - name: [a", 3)]
    [InlineData("groups:\n\t- name: a", 2)]
    [InlineData("groups:\n  - name: a\n    name: b", 3)]
    public void Read_InvalidYaml_IsReportedWithItsLine(string text, int line)
    {
        var finding = Read(text).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.YamlSyntax);
        finding.Location.Line.ShouldBeInRange(line - 1, line);
        finding.Location.File.ShouldBe("rules.yml");
    }

    [Theory]
    [InlineData("groups: {")]
    [InlineData("groups: *nowhere")]
    [InlineData("groups: \"a")]
    [InlineData("groups:\n  - \u0000")]
    [InlineData("%YAML 9.9\n---\ngroups: []")]
    [InlineData("groups: !!int [a]\n  b")]
    [InlineData("? [a\n: b")]
    [InlineData("groups: |9x\n  a")]
    [InlineData("- a\nb: c")]
    [InlineData("<<: a\ngroups: [")]
    [InlineData("a: {<<: *b}")]
    public void Read_OtherErrors_AreFindings(string text) => Read(text).Findings.ShouldNotBeEmpty();

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void Read_DeepNesting_IsReported(string open)
    {
        var finding = Read("groups: " + string.Concat(Enumerable.Repeat(open, 100_000))).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.YamlSyntax);
    }

    [Fact]
    public void Read_AliasesOfAliases_AreNotExpandedInMessages()
    {
        var layers = string.Concat(Enumerable.Range(1, 12).Select(i => $"  - &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        Read($"x:\n  - &a0 lol\n{layers}groups:\n  - name: a\n    interval: *a12\n").Findings.Max(finding => finding.Message.Length).ShouldBeLessThan(200);
    }

    /// <summary>Prometheus supports merge keys.</summary>
    [Fact]
    public void Read_MergedKeys_AreFieldsOfTheRule()
    {
        var content = Read("""
            groups:
              - name: a
                rules:
                  - &first
                    alert: A
                    expr: up == 0
                    for: 5m
                  - <<: *first
                    alert: B
            """);

        content.Findings.ShouldBeEmpty();
        content.Queries.Select(query => (query.Title, query.Text, query.For)).ShouldBe([("A", "up == 0", TimeSpan.FromMinutes(5)), ("B", "up == 0", TimeSpan.FromMinutes(5))]);
    }

    [Theory]
    [InlineData("labels:")]
    [InlineData("for: ~")]
    [InlineData("annotations: null")]
    public void Read_KeyWithoutValue_IsIgnored(string line) => Read($"groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up\n        {line}\n").Findings.ShouldBeEmpty();

    [Fact]
    public void Read_MergeOfItself_Ends() => Read("groups:\n  - &a\n    name: a\n    <<: *a\n").Queries.ShouldBeEmpty();

    [Fact]
    public void Read_MergeOfText_IsReported() => Read("groups:\n  - name: a\n    <<: b\n").Findings.ShouldHaveSingleItem().Location.ToString().ShouldBe("rules.yml:3:9");

    [Fact]
    public void Read_BlockWithIndentationIndicator_HasItsLocation()
    {
        var query = Read("groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: |2\n             up\n            == 0\n").Queries.ShouldHaveSingleItem();

        (query.Text, query.LocationAt(query.Text.IndexOf("==", StringComparison.Ordinal)).ToString()).ShouldBe(("   up\n  == 0", "rules.yml:7:13"));
    }

    [Fact]
    public void Read_EmptyFile_HasNoQueries() => Read("").Queries.ShouldBeEmpty();

    private static SourceContent Read(string text) => RuleFileReader.Read(YamlFile.Read("rules.yml", text));
}
