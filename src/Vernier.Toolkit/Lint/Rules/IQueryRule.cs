using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Checks an expression for one kind of problem. Thread-safe.</summary>
internal interface IQueryRule
{
    IEnumerable<QueryFinding> Check(Query query);
}

/// <summary>A problem in a part of an expression.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="At">The part of the expression.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="SpecificFix">What to write instead, as a sentence; null for the fix of the rule.</param>
internal sealed record QueryFinding(LintRule Rule, Expression At, string Message, string? SpecificFix = null)
{
    public string Fix => SpecificFix ?? Rule.Fix;
}
