using System.Text.RegularExpressions;
using Vernier.Testing;

namespace Vernier.Architecture.Tests;

/// <summary>The suffixes of exposed series are spelled only in <see cref="MetricSeries"/>.</summary>
public partial class SeriesSuffixTests
{
    /// <summary>Files that contain a suffix in other text, with the reason.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Vernier/Definitions/MetricSeries.cs"] = "defines the suffixes",
        ["Vernier.PromQL/Language/Functions.cs"] = "names of PromQL functions such as histogram_count",
        ["Vernier.Toolkit/Lint/Rules/QuantileRule.cs"] = "example queries in suggestions",
        ["Vernier.Toolkit/Lint/Rules/UnknownMetricRule.cs"] = "example queries in suggestions",
        ["Vernier.Toolkit/Lint/Findings/LintRules.cs"] = "example queries in suggestions",
    };

    [Fact]
    public void Source_SeriesSuffixes_AreSpelledInOnePlace() =>
        Repository.SourceFiles("src").Where(file => !Allowed.ContainsKey(file.Path)).SelectMany(Spelled).ShouldBeEmpty();

    [Fact]
    public void Allowed_EveryFile_StillSpellsASuffix() =>
        Repository.SourceFiles("src").Where(file => Allowed.ContainsKey(file.Path) && Spelled(file).Any()).Select(file => file.Path).ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Theory]
    [InlineData("var name = metric.Name + \"_bucket\";")]
    [InlineData("var name = $\"{metric.Name}_count\";")]
    [InlineData("name.EndsWith(\"_total\")")]
    public void Spelled_SuffixInAString_IsFound(string line) => Spelled(new("A.cs", line)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("/// <summary>The suffix <c>_bucket</c>.</summary>")]
    [InlineData("new(\"http_requests_total\", \"Requests.\")")]
    [InlineData("private long _count;")]
    public void Spelled_CommentNameOrField_IsNotFound(string line) => Spelled(new("A.cs", line)).ShouldBeEmpty();

    private static IEnumerable<string> Spelled(SourceFile file) =>
        file.Text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Suffix().IsMatch(line)).Select(line => $"{file.Path}: {line.Trim()}");

    // A whole literal, or after a hole of an interpolated string or a placeholder x.
    [GeneratedRegex("""("|\}|\bx|histogram)_(bucket|sum|count|created|total|info)\b""")]
    private static partial Regex Suffix();
}
