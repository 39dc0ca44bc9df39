namespace Vernier.PromQL.Language;

/// <summary>How the value of a label is compared.</summary>
internal enum MatchOperator
{
    Equal,
    NotEqual,
    RegexMatch,
    RegexNoMatch,
}
