using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>What a rule has to say of a part of an expression.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="At">The part.</param>
/// <param name="Reason">What is wrong with it, as a sentence.</param>
/// <param name="Mend">What to write instead, as a sentence.</param>
internal sealed record Remark(LintRule Rule, Expression At, string Reason, string Mend);
