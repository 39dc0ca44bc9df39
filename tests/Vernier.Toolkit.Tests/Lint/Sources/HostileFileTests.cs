using Vernier.Testing;
using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Sources;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Tests.Lint.Sources;

/// <summary>
/// Files that are damaged, or made to exhaust time, memory or the stack. Each becomes a finding. Work that is quadratic in these files would take many
/// minutes; only then the timeout of a test is reached.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private const int Many = 300_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-hostile-");

    public static TheoryData<string, string> Broken =>
    [
        ("a.yml", "a: b: c"), ("a.yml", "groups: &a [*a]"), ("a.yml", "groups: [\n%]\0"), ("a.yml", "groups: !!]~ x"), ("a.yml", "groups: {\t---\n@\\"),
        ("a.yml", "groups:\n  - &a\n    name: x\n    <<: *a"), ("a.yml", "groups:\n  - ? {a: b}\n    : c"), ("a.yml", new string('[', Many)),
        ("a.json", new string('[', Many)), ("a.json", "{\"panels\": [\"\\ud800\"]}"), ("a.json", "{\"panels\": 1e"),
        ("a.prom", "a{b=\"" + new string('x', Many)), ("a.prom", new string('a', Many) + "{" + new string('b', Many)), ("a.prom", "a " + new string('1', Many) + "x"),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task CheckAsync_BrokenFile_IsOneShortError(string name, string text)
    {
        var finding = (await CheckAsync(name, text)).Findings.First(finding => finding.Rule.Severity is LintSeverity.Error);
        finding.Location.Line.ShouldBePositive();
        finding.Location.Column.ShouldBePositive();
        finding.Message.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task CheckAsync_BrokenSuppressions_AreAnError()
    {
        var report = await CheckAsync("a.prom", "# HELP a A.\n# TYPE a gauge\na 1\n", suppressions: "- &a [*a]");
        report.Findings.Single(finding => finding.Rule == LintRules.YamlSyntax).Message.ShouldContain("inside its own anchor");
    }

    [Fact]
    public async Task CheckAsync_ManyLabels_AreRead()
    {
        var labels = string.Join(',', Enumerable.Range(0, Many).Select(i => $"l{i}=\"\""));
        var report = await CheckAsync("a.prom", $"# HELP a A.\n# TYPE a gauge\na{{{labels}}} 1\na{{x=\"y\"}} 2\n");
        report.HasErrors.ShouldBeFalse();
    }

    [Fact]
    public void Read_RepeatedLabel_IsReportedInItsLineOnly()
    {
        var labels = string.Join(',', Enumerable.Range(0, Many).Select(i => $"l{i}=\"\""));
        var findings = ExpositionReader.Read("a", $"a{{{labels}}} 1\na{{l1=\"\"}} 1\na{{{labels},l7=\"\"}} 1\n").Findings;
        findings.ShouldHaveSingleItem().Message.ShouldBe("Duplicate label l7.");
        findings[0].Location.Line.ShouldBe(3);
    }

    [Fact]
    public async Task CheckAsync_VariableQueryWithManyBlanks_IsRead()
    {
        var query = $"query_result({new string(' ', Many)}) x";
        var report = await CheckAsync("a.json", $$$"""{"panels": [], "templating": {"list": [{"type": "query", "name": "a", "query": "{{{query}}}"}]}}""");
        report.HasErrors.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a.yml", "16 MiB", BoundedFile.MaxMebibytes)]
    [InlineData("a.json", "16 MiB", BoundedFile.MaxMebibytes)]
    [InlineData("a.prom", "64 MiB", EndpointReader.MaxMebibytes)]
    public async Task CheckAsync_FileIsTooLarge_IsAnError(string name, string limit, int mebibytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        using (var file = File.Create(path))
            file.SetLength((mebibytes * 1024L * 1024) + 1);
        var report = await Linter.CheckAsync(new LintInputs { Paths = [path] }, cancellation: TestContext.Current.CancellationToken);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Rule.ShouldBe(LintRules.FileUnreadable);
        finding.Message.ShouldContain($"is larger than {limit}");
    }

    [Theory]
    [InlineData("a.yml", "groups: []")]
    [InlineData("a.json", "{\"panels\": []}")]
    [InlineData("a.prom", "a 1")]
    public async Task CheckAsync_TimeIsUp_IsAnError(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var report = await Linter.CheckAsync(new LintInputs { Paths = [path] }, new LintOptions { Timeout = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Rule, finding.Message).ShouldBe((LintRules.FileTimeout, "Reading the file took longer than 0 s."));
    }

    private async Task<LintReport> CheckAsync(string name, string text, string? suppressions = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var options = new LintOptions { Timeout = TestTimeouts.Default };
        if (suppressions is not null)
        {
            options = options with { Suppressions = Path.Combine(_folder.FullName, "suppressions.yml") };
            await File.WriteAllTextAsync(options.Suppressions, suppressions, TestContext.Current.CancellationToken);
        }
        // On a thread of the pool: its stack is smaller than that of the main thread.
        return await Task.Run(() => Linter.CheckAsync(new LintInputs { Paths = [path] }, options)).WithTimeout();
    }
}
