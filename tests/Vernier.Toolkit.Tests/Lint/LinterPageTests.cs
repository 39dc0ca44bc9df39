using Vernier.Testing;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>docs/linter.md ends in a table of all rules. <c>ACCEPT=1</c> rewrites it.</summary>
public class LinterPageTests
{
    private const string Heading = "## Rules\n\n";

    [Fact]
    public void Rules_InTheReferencePage_MatchTheCode()
    {
        var path = Path.Combine(Repository.Root, "docs", "linter.md");
        var text = File.ReadAllText(path);
        var before = text[..(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        var expected = $"{before}| Rule | Severity | Problem | Fix | Example |\n| --- | --- | --- | --- | --- |\n"
            + string.Concat(LintRules.All.Select(rule =>
                $"| `{rule.Id}` | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Title} | {rule.Fix} | `{rule.Example.Replace("|", "\\|", StringComparison.Ordinal)}` |\n"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(path, expected);

        File.ReadAllText(path).ShouldBe(expected);
    }
}
