using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.RegularExpressions;
using Vernier.PromQL.Syntax;

namespace Vernier.Fuzzing.Targets;

/// <summary>Regexes of label matchers. A regex that is valid alone is valid in an expression.</summary>
internal sealed class RegexTarget : FuzzTarget
{
    public override string Name => "regex";

    public override IReadOnlyList<string> Corpus =>
        ["[[:alpha:]]+\\d\\pL\\p{Greek}\\x41\\x{1F600}\\z", "(?i)a|(?P<name>b)(?i-s:c)(?:d)", "a{2}b{2,}c{2,3}d*?e+?f??", "[^]a-c\\]\\d-]", "\\Qa.b\\E*", "^(|a)b$", "\\07\\123", "a{,5}{x}]}"];

    public override IReadOnlyList<string> Dictionary =>
        ["[", "]", "[^", "[:", ":]", "[[:digit:]]", "(", ")", "(?", "(?i)", "(?P<", "(?:", "|", "*", "+?", "{1,2}", "{1000}", "{", "}", "\\Q", "\\E", "\\p", "\\p{", "\\x{", "\\b", "\\1", "\\", "^", "$", "a-z", "\uD83D\uDE00"];

    public override bool Run(string input)
    {
        var isValid = Re2Regex.GetError(input) is null;
        var matchesEmpty = Re2Regex.MatchesEmpty(input);
        Require(isValid || !matchesEmpty, "an invalid regex matches the empty string");
        if (!isValid)
            return false;
        var matcher = (VectorSelector)PromQLParser.Parse($"x{{a=~{QuotedText.Quote(input)}}}");
        Require(matcher.Matchers[0].Value == input && matcher.Matchers[0].MatchesEmpty == matchesEmpty, "a valid regex is another one in an expression");
        return true;
    }
}
