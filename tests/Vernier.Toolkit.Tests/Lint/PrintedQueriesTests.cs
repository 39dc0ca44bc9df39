using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Rules;

namespace Vernier.Toolkit.Tests.Lint;

public sealed class PrintedQueriesTests
{
    public static TheoryData<PrintedQuery> Queries => [.. PrintedQueries.All];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Of_PrintedQuery_IsWhatPrometheusShowed(PrintedQuery printed)
    {
        var subject = new QuerySource(QueryKind.Documented, printed.Expression, new("queries", 0, 0, printed.Id)) { Title = printed.Title };

        (var verdict, var findings) = QueryVerdicts.Of(subject, PrintedMetrics.Documented, PrintedMetrics.Exposed, new LintOptions());

        var found = string.Join('\n', findings.Select(finding => $"{finding.Rule}: {finding.Message}"));
        verdict.ShouldBe(printed.Verdict, found);
        if (printed.Rule is null)
            findings.ShouldBeEmpty();
        else
            findings.Where(finding => finding.Rule.Effect == findings[0].Rule.Effect).Select(finding => finding.Rule.Id).ShouldContain(printed.Rule, found);
    }
}
