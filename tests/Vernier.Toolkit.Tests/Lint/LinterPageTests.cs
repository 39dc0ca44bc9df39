using Vernier.Testing;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>docs/linter.md ends in a table of all rules; <c>ACCEPT=1</c> writes it anew.</summary>
public class LinterPageTests
{
    private const string Heading = "## Rules\n\n";

    [Fact]
    public void Rules_OfThePage_AreAll()
    {
        var path = Path.Combine(Repository.Root, "docs", "linter.md");
        var text = File.ReadAllText(path);
        var before = text[..(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        var expected = $"{before}| Rule | Severity | Finds |\n| --- | --- | --- |\n"
            + string.Concat(LintRules.All.Select(rule => $"| `{rule.Id}` | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Meaning} |\n"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(path, expected);

        File.ReadAllText(path).ShouldBe(expected);
    }
}
