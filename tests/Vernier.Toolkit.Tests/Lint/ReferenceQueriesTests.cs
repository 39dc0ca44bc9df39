using Vernier.Host.Commands;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Rules;

namespace Vernier.Toolkit.Tests.Lint;

public sealed class ReferenceQueriesTests
{
    public static TheoryData<ReferenceQuery> Queries => [.. ReferenceQueries.All];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Of_ReferenceQuery_IsTheVerdictFromPrometheus(ReferenceQuery query)
    {
        var source = new QuerySource(QueryKind.Documented, query.Expression, new("queries", 0, 0, query.Id)) { Title = query.Title };

        (var verdict, var findings) = QueryVerdicts.Of(source, ReferenceMetrics.Documented, ReferenceMetrics.Exposed, new LintOptions());

        var found = string.Join('\n', findings.Select(finding => $"{finding.Rule}: {finding.Message}"));
        verdict.ShouldBe(query.Verdict, found);
        if (query.Rule is null)
            findings.ShouldBeEmpty();
        else
            findings.Where(finding => finding.Rule.Effect == findings[0].Rule.Effect).Select(finding => finding.Rule.Id).ShouldContain(query.Rule, found);
    }

    [Fact]
    public void DocumentedQueries_OfTheSystems_AreTheReferenceQueriesVerbatim()
    {
        var documented = GenerateCommand.Systems.SelectMany(catalog => catalog.DocumentedQueries).ToList();

        documented.Count.ShouldBeGreaterThan(40);
        foreach (var query in documented)
            WithoutLineBreaks(query.Expression).ShouldBe(WithoutLineBreaks(ReferenceQueries.All.Single(reference => reference.Id == query.Id).Expression), query.Id);
    }

    private static string WithoutLineBreaks(string query) => string.Join(' ', query.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
