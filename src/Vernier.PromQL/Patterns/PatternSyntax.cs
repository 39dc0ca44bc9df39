using System.Text.RegularExpressions;

namespace Vernier.PromQL.Patterns;

/// <summary>
/// The regular expressions of label matchers: RE2 as Go reads it (https://github.com/google/re2/wiki/Syntax), matched against the whole value.
/// .NET's own differ: they know back references and look-around, which Prometheus refuses, and know no classes such as <c>[[:alpha:]]</c>.
/// </summary>
internal static partial class PatternSyntax
{
    /// <summary>Why Prometheus would refuse the pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            Read(pattern);
            return null;
        }
        catch (PatternException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Whether the pattern matches the empty text. No for one that Prometheus refuses.</summary>
    public static bool MatchesEmpty(string pattern)
    {
        try
        {
            return Read(pattern).MatchesEmpty;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    // Prometheus reads a pattern twice, as it is and anchored; an open \Q swallows the anchor's parenthesis, so it has to be right in both.
    private static PatternPart Read(string pattern)
    {
        ReadOnce(pattern);
        return ReadOnce($"^(?:{pattern})$");
    }

    private static PatternPart ReadOnce(string pattern) => new PatternReader(Escape().Replace(pattern, Unquote)).Read();

    /// <summary>What stands between <c>\Q</c> and <c>\E</c>, or the end, is taken as it is, a character at a time.</summary>
    private static string Unquote(Match escape) =>
        escape.Groups["quoted"] is { Success: true } quoted ? AsciiSign().Replace(quoted.Value, @"\$0") : escape.Value;

    [GeneratedRegex(@"\\(Q(?<quoted>.*?)(\\E|$)|.)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    [GeneratedRegex("[!-/:-@[-`{-~]")]
    private static partial Regex AsciiSign();
}
