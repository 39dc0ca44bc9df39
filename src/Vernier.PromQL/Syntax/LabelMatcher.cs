using Vernier.PromQL.Language;
using Vernier.PromQL.Patterns;

namespace Vernier.PromQL.Syntax;

/// <summary>A condition on a label, as <c>status=~"5.."</c>.</summary>
/// <param name="Name">The label.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Value">The value or the pattern, without quotes and with its escapes resolved.</param>
internal sealed record LabelMatcher(string Name, MatchOperator Operator, string Value)
{
    /// <summary>Whether a series without the label fits.</summary>
    public bool MatchesEmpty => Operator switch
    {
        MatchOperator.Equal => Value.Length == 0,
        MatchOperator.NotEqual => Value.Length > 0,
        MatchOperator.RegexMatch => PatternSyntax.MatchesEmpty(Value),
        _ => !PatternSyntax.MatchesEmpty(Value),
    };

    public override string ToString() => $"{Name}{OperatorText}{QuotedText.Quote(Value)}";

    private string OperatorText => Operator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.RegexMatch => "=~",
        MatchOperator.RegexNoMatch => "!~",
        _ => throw new InvalidOperationException($"{Operator} is no operator."),
    };
}
