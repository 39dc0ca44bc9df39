using System.Text;
using System.Text.RegularExpressions;

namespace Vernier.PromQL.RegularExpressions;

/// <summary>
/// Checks the regexes of label matchers, which use the RE2 syntax of Go (https://github.com/google/re2/wiki/Syntax) and match the whole value. The regexes
/// of .NET differ: they support backreferences and lookaround, which Prometheus rejects, and do not support classes such as <c>[[:alpha:]]</c>.
/// </summary>
internal static partial class Re2Regex
{
    /// <summary>Returns the reason why Prometheus rejects the regex; null if it is valid.</summary>
    public static string? GetError(string pattern)
    {
        try
        {
            Parse(pattern);
            return null;
        }
        catch (RegexSyntaxException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Returns whether the regex matches the empty string; false if it is not valid.</summary>
    public static bool MatchesEmpty(string pattern)
    {
        try
        {
            return Parse(pattern).MatchesEmpty;
        }
        catch (RegexSyntaxException)
        {
            return false;
        }
    }

    // Prometheus parses a regex twice, as written and anchored, and both must be valid: an open \Q consumes the parenthesis of the anchored form.
    private static RegexFragment Parse(string pattern)
    {
        CheckEncoding(pattern);
        ParseOnce(pattern);
        return ParseOnce($"^(?:{pattern})$");
    }

    // Checked as written: without \E, the two halves of a surrogate pair around it would become a character.
    private static void CheckEncoding(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (!Rune.TryGetRuneAt(pattern, i, out var rune))
                throw new RegexSyntaxException("it contains a byte that is not valid UTF-8");
            i += rune.Utf16SequenceLength - 1;
        }
    }

    private static RegexFragment ParseOnce(string pattern) => new RegexParser(Escape().Replace(pattern, Unquote)).Parse();

    /// <summary>Escapes the literal text between <c>\Q</c> and <c>\E</c> or the end.</summary>
    private static string Unquote(Match escape) =>
        escape.Groups["quoted"] is { Success: true } quoted ? AsciiPunctuation().Replace(quoted.Value, @"\$0") : escape.Value;

    [GeneratedRegex(@"\\(Q(?<quoted>.*?)(\\E|$)|.)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    [GeneratedRegex("[!-/:-@[-`{-~]")]
    private static partial Regex AsciiPunctuation();
}
