using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Checks expressions against the metrics that there are. Thread-safe, but for recording rules, which add to the metrics.</summary>
internal sealed class QueryCheck(KnownMetrics metrics, LintOptions options)
{
    /// <summary>What is to be said of an expression; a recording rule makes its series known for those that follow.</summary>
    public IReadOnlyList<LintFinding> Check(QuerySubject subject)
    {
        Expression tree;
        try
        {
            tree = PromQLParser.Parse(subject.Text, allowVariables: subject.Use is QueryUse.Panel);
        }
        catch (PromQLException mistake)
        {
            return [new(LintRules.PromQLSyntax, subject.At(mistake.Offset), $"The expression cannot be read: {mistake.Message}.", "Correct it; nothing else of it was checked.")];
        }

        var query = new Query(subject, tree, metrics, options);
        if (subject.Use is QueryUse.Recording)
            metrics.Add(Recorded(query));
        return [.. QueryRules.All.SelectMany(rule => rule.Check(query)).Select(remark => new LintFinding(remark.Rule, subject.At(remark.At), remark.Reason, remark.Mend))];
    }

    private static KnownMetric Recorded(Query query) => new(query.Subject.Title, Type: null, query.Subject.Place)
    {
        Labels = query.Labels.Of(query.Tree)?.Concat(query.Subject.Labels.Keys).Distinct().Select(label => new KnownLabel(label)).ToArray(),
        Unit = query.Units.Of(query.Tree) is { PerSecond: false } unit ? unit.Name : null,
        FromStart = true,
        IsRecorded = true,
    };
}
