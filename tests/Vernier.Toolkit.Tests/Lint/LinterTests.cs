using Vernier.Testing;
using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>Checks files as the command line does.</summary>
public sealed class LinterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task CheckAsync_RulesAgainstMetrics_ReportsUnknownNames()
    {
        var metrics = Write("shop.prom", "# HELP stock Stock.\n# TYPE stock gauge\nstock{item=\"a\"} 1\n");
        var rules = Write("shop.yml", "groups:\n  - name: a\n    rules:\n      - record: item:stock:sum\n        expr: sum by (shelf) (stock)\n      - record: a:b:c\n        expr: rate(stok[5m])\n");

        var report = await CheckAsync(metrics, rules);

        report.Findings.Select(finding => $"{finding.Location.Line}:{finding.Location.Column} {finding.Rule}").ShouldBe(["5:15 unknown-label", "7:20 unknown-metric"]);
        (report.Queries, report.Metrics, report.HasErrors).ShouldBe((2, 1, true));
    }

    [Fact]
    public async Task CheckAsync_SyntaxError_OtherFilesAreChecked()
    {
        var metrics = Write("shop.prom", "stock 1\n");
        var broken = Write("a.yml", "groups: [");
        var rules = Write("b.yml", "groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: sum(stock\n      - record: a:b:d\n        expr: |\n          stock\n            +\n      - record: a:b:e\n        expr: none\n");

        var report = await CheckAsync(metrics, broken, rules, Path.Combine(_folder.FullName, "missing.yml"));

        report.Findings.Where(finding => finding.Rule.Severity is LintSeverity.Error).Select(finding => $"{Path.GetFileName(finding.Location.File)}:{finding.Location.Line}:{finding.Location.Column} {finding.Rule}")
            .ShouldBe(["a.yml:1:10 yaml-syntax", "b.yml:5:24 promql-syntax", "b.yml:9:14 promql-syntax", "b.yml:11:15 unknown-metric", "missing.yml:0:0 file-unreadable"], ignoreOrder: true);
    }

    [Fact]
    public async Task CheckAsync_Folder_ReadsOnlySupportedFiles()
    {
        Write("rules/a.yml", "groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: up\n");
        Write("rules/values.yaml", "replicas: 3\n");
        Write("rules/broken-template.yaml", "{{ .Values }}: [\n");
        Write("rules/package.json", "{ \"name\": \"x\" }");
        Write("rules/notes.txt", "not metrics");
        Write("rules/sub/dashboard.json", "{ \"panels\": [ { \"title\": \"A\", \"targets\": [ { \"expr\": \"up\" } ] } ] }");

        var report = await CheckAsync(_folder.FullName);

        report.Findings.ShouldBeEmpty();
        report.Queries.ShouldBe(2);
    }

    [Fact]
    public async Task CheckAsync_FolderWithCircularLink_EachFileIsReadOnce()
    {
        Write("rules/a.yml", "groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: up\n");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "rules", "linked.yml"), Path.Combine(_folder.FullName, "rules", "a.yml"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "rules", "again"), _folder.FullName);

        (await CheckAsync(_folder.FullName)).Queries.ShouldBe(2);
    }

    [Fact]
    public async Task CheckAsync_FileInANamedFolder_IsReadOnce()
    {
        var file = Write("rules/a.yml", "groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: up\n");

        (await CheckAsync(_folder.FullName, file, file)).Queries.ShouldBe(1);
    }

    [Fact]
    public async Task CheckAsync_InvalidJsonAfterNonAscii_ColumnCountsCharacters() =>
        (await CheckAsync(Write("a.json", "{\n \"panels\": [\"Größe\" x"))).Findings.ShouldHaveSingleItem().Location.ToString().ShouldEndWith(":2:21");

    [Theory]
    [InlineData("")]
    [InlineData("missing/folder/a.yml")]
    public async Task CheckAsync_MissingPath_IsUnreadable(string path) => (await CheckAsync(path)).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.FileUnreadable);

    [Fact]
    public async Task CheckAsync_EmptySuppressionsPath_IsAnError() =>
        (await Linter.CheckAsync(new(), new() { Suppressions = "" }, TestContext.Current.CancellationToken)).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.InvalidSuppressions);

    [Theory]
    [InlineData("values.yaml", "replicas: 3\n", "unknown-file")]
    [InlineData("package.json", "{ \"name\": \"x\" }", "invalid-dashboard")]
    [InlineData("broken.json", "{ \"panels\": [\n  }", "json-syntax")]
    [InlineData("notes.doc", "x", "unknown-file")]
    public async Task CheckAsync_UnsupportedNamedFile_IsReported(string name, string text, string rule) =>
        (await CheckAsync(Write(name, text))).Findings.ShouldHaveSingleItem().Rule.Id.ShouldBe(rule);

    [Fact]
    public async Task CheckAsync_Suppressions_AreAppliedAndUnusedOnesReported()
    {
        var metrics = Write("shop.prom", "# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n# HELP c_total C.\n# TYPE c_total gauge\nc_total 1\n");
        var suppressions = Write("suppressions.yml", "- rule: metric-total\n  element: a_*\n  reason: As documented.\n- rule: metric-case\n  element: c\n  reason: Gone.\n");

        var report = await Linter.CheckAsync(new() { Paths = [metrics] }, new() { Suppressions = suppressions }, TestContext.Current.CancellationToken);

        report.Findings.Select(finding => (finding.Rule.Id, finding.Location.Element, finding.Suppression)).ShouldBe(
            [("unused-suppression", "suppression metric-case", null), ("metric-total", "metric a_total", "As documented."), ("metric-total", "metric c_total", null)], ignoreOrder: true);
        report.Active.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("rule: a", "The file is not a list.")]
    [InlineData("- rule: metric-total", "Invalid entry: element is missing, reason is missing.")]
    [InlineData("- rule: metric-totals\n  element: a\n  reason: b", "Unknown rule 'metric-totals'.")]
    [InlineData("- rule: metric-total\n  element: a\n  reason: b\n  who: c", "Invalid entry: unknown key who.")]
    [InlineData("- rule: promql-syntax\n  element: a\n  reason: b", "Rule promql-syntax cannot be suppressed.")]
    [InlineData("- { a: 1, b: 2 }", "Invalid entry: rule is missing, element is missing, reason is missing, unknown key a, unknown key b.")]
    public async Task CheckAsync_InvalidSuppressions_AreAnError(string text, string message)
    {
        var suppressions = Write("suppressions.yml", text);

        var report = await Linter.CheckAsync(new(), new() { Suppressions = suppressions }, TestContext.Current.CancellationToken);

        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Rule, finding.Message, finding.Location.Line).ShouldBe((LintRules.InvalidSuppressions, message, 1));
    }

    [Fact]
    public async Task CheckAsync_SuppressionOfALongElement_IsAnError()
    {
        var allowed = Write("suppressions.yml", $"- rule: metric-total\n  element: '{new string('*', 500)}'\n  reason: b");
        (await Linter.CheckAsync(new(), new() { Suppressions = allowed }, TestContext.Current.CancellationToken)).HasErrors.ShouldBeFalse();

        var tooLong = Write("long.yml", $"- rule: metric-total\n  element: {new string('a', 501)}\n  reason: b");
        var report = await Linter.CheckAsync(new(), new() { Suppressions = tooLong }, TestContext.Current.CancellationToken);
        report.Findings.ShouldHaveSingleItem().Message.ShouldBe("Invalid entry: element has 501 characters; at most 500 are allowed.");
    }

    [Fact]
    public async Task CheckAsync_MissingSuppressionsFile_IsAnError() =>
        (await Linter.CheckAsync(new(), new() { Suppressions = Path.Combine(_folder.FullName, "none.yml") }, TestContext.Current.CancellationToken)).HasErrors.ShouldBeTrue();

    private static Task<LintReport> CheckAsync(params string[] paths) => Linter.CheckAsync(new() { Paths = paths }, cancellation: TestContext.Current.CancellationToken);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
