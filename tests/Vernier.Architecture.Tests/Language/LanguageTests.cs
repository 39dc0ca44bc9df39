using Vernier.Testing;

namespace Vernier.Architecture.Tests.Language;

public class LanguageTests
{
    // The rules and their tests contain the phrases that they reject.
    private const string OwnFolder = "tests/Vernier.Architecture.Tests/Language/";

    private static readonly string[] Folders = ["src", "systems", "samples", "bench", "tests", "dev", "docs"];

    /// <summary>docs/metrics is generated from the source, whose texts are checked.</summary>
    private static readonly string[] Excluded = ["docs/metrics/", "LICENSE"];

    /// <summary>A file without extension is the Dockerfile or the license.</summary>
    private static readonly string[] Extensions = [".cs", ".md", ".csproj", ".props", ".proj", ".editorconfig", ".yml", ""];

    [Fact]
    public void Repository_EveryText_IsPlainEnglish()
    {
        var findings = Findings().ToList();
        if (Environment.GetEnvironmentVariable("LANGUAGE_FINDINGS") is { Length: > 0 } file)
            File.WriteAllLines(file, findings.Select(finding => finding.ToString()));
        findings.Count.ShouldBe(0, string.Join('\n', findings.Take(100)));
    }

    private static IEnumerable<LanguageFinding> Findings()
    {
        foreach (var path in Files().Order(StringComparer.Ordinal))
        {
            var source = File.ReadAllText(Path.Combine(Repository.Root, path));
            foreach (var finding in path.EndsWith(".cs", StringComparison.Ordinal) ? LanguageCheck.OfCSharp(path, source) : LanguageCheck.OfMarkdown(path, source))
                yield return finding;
        }
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.Root).Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => Extensions.Contains(Path.GetExtension(path)) && !path.StartsWith(OwnFolder, StringComparison.Ordinal) && !Excluded.Any(excluded => path.StartsWith(excluded, StringComparison.Ordinal)));
}
