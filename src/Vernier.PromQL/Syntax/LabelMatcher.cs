using Vernier.PromQL.Language;
using Vernier.PromQL.RegularExpressions;

namespace Vernier.PromQL.Syntax;

/// <summary>A label matcher, such as <c>status=~"5.."</c>.</summary>
/// <param name="Name">The label name.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Value">The value or regex, without quotes and with escapes resolved.</param>
public sealed record LabelMatcher(string Name, MatchOperator Operator, string Value)
{
    /// <summary>Gets whether series without the label match.</summary>
    public bool MatchesEmpty => Operator switch
    {
        MatchOperator.Equal => Value.Length == 0,
        MatchOperator.NotEqual => Value.Length > 0,
        MatchOperator.RegexMatch => Re2Regex.MatchesEmpty(Value),
        _ => !Re2Regex.MatchesEmpty(Value),
    };

    /// <summary>Returns the matcher as PromQL text.</summary>
    public override string ToString() => $"{Name}{OperatorText}{QuotedText.Quote(Value)}";

    private string OperatorText => Operator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.RegexMatch => "=~",
        MatchOperator.RegexNoMatch => "!~",
        _ => throw new InvalidOperationException($"{Operator} is not a valid match operator."),
    };
}

/// <summary>The comparisons of label matchers.</summary>
public enum MatchOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c>: the whole value matches the regex.</summary>
    RegexMatch,

    /// <summary><c>!~</c>: the whole value does not match the regex.</summary>
    RegexNoMatch,
}
