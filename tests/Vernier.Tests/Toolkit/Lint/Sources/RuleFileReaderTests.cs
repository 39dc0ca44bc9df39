using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Tests.Toolkit.Lint.Sources;

public class RuleFileReaderTests
{
    [Fact]
    public void Read_RuleFile_HasEachExpressionAtItsPlace()
    {
        SourceContent content = Read("""
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
                      summary: Nobody buys
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
        content.Queries.Select(query => (query.Use, query.Title, query.Text, query.Place.ToString(), query.Place.Subject, query.KeepsLines)).ShouldBe(
        [
            (QueryUse.Recording, "job:orders:rate5m", "sum by (job) (rate(orders_total[5m]))", "rules.yml:7:15", "recording rule job:orders:rate5m", true),
            (QueryUse.Alert, "NoOrders", "orders == 0", "rules.yml:9:16", "alert NoOrders", true),
            (QueryUse.Alert, "Slow", "histogram_quantile(0.9, x)\n  > 1", "rules.yml:16:11", "alert Slow", true),
            (QueryUse.Alert, "Folded", "a > 1", "rules.yml:19:15", "alert Folded", false),
        ]);
        QuerySubject alert = content.Queries[1];
        alert.For.ShouldBe(TimeSpan.FromMinutes(5));
        alert.Labels.ShouldBe(new Dictionary<string, string> { ["team"] = "b", ["severity"] = "warning" }, ignoreOrder: true);
        alert.Annotations["summary"].ShouldBe("Nobody buys");
        content.Queries[2].For.ShouldBeNull();
    }

    [Theory]
    [InlineData("groups:\n  - name: a\n    rulez: []", "3:5", "knows no rulez")]
    [InlineData("group: []", "1:1", "knows no group")]
    [InlineData("- a", "1:1", "Expected keys and values for the file")]
    [InlineData("groups: text", "1:9", "groups is no list")]
    [InlineData("groups:\n  - rules: []", "2:5", "no name")]
    [InlineData("groups:\n  - name: a\n  - name: a", "3:5", "two groups of the name a")]
    [InlineData("groups:\n  - name: a\n    interval: often", "3:15", "'often' is no length of time")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - alert: A", "4:9", "no expression")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up", "4:9", "neither alert nor record")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        record: a:b", "4:9", "both alert and record")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        record: a:b\n        for: 5m", "6:14", "A recording rule has no for")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        for: 5 minutes", "6:14", "'5 minutes' is no length of time")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        fro: 5m", "6:9", "knows no fro")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: [a]", "6:17", "Expected keys and values for labels")]
    [InlineData("groups:\n  - name: a\n    rules:\n      - expr: up\n        alert: A\n        labels: { a: [b] }", "6:22", "The value of a is no text")]
    public void Read_WrongForm_IsToldAtItsPlace(string text, string place, string reason)
    {
        LintFinding finding = Read(text).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.RuleFileForm);
        finding.Place.ToString().ShouldBe($"rules.yml:{place}");
        finding.Reason.ShouldContain(reason);
        finding.Mend.ShouldNotBeEmpty();
    }

    [Fact]
    public void Read_MistakeInTheMiddle_OtherRulesAreRead()
    {
        SourceContent content = Read("groups:\n  - name: a\n    rules:\n      - alert: A\n      - alert: B\n        expr: up == 0");

        content.Findings.ShouldHaveSingleItem();
        content.Queries.ShouldHaveSingleItem().Title.ShouldBe("B");
    }

    [Theory]
    [InlineData("groups:\n  - name: [a", 3)]
    [InlineData("groups:\n\t- name: a", 2)]
    [InlineData("groups:\n  - name: a\n    name: b", 3)]
    public void Read_NoYaml_IsToldWithItsLine(string text, int line)
    {
        LintFinding finding = Read(text).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.YamlSyntax);
        finding.Place.Line.ShouldBeInRange(line - 1, line);
        finding.Place.File.ShouldBe("rules.yml");
    }

    [Fact]
    public void Read_EmptyFile_HasNothing() => Read("").Queries.ShouldBeEmpty();

    private static SourceContent Read(string text) => RuleFileReader.Read(YamlFile.Read("rules.yml", text));
}
