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
}
