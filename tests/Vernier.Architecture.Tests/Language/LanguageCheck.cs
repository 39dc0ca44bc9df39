using System.Text.RegularExpressions;
using Vernier.Dev;

namespace Vernier.Architecture.Tests.Language;

/// <summary>Applies the rules of <see cref="LanguageRules"/> to a file.</summary>
internal static partial class LanguageCheck
{
    private const int ContextLength = 45;

    public static IEnumerable<LanguageFinding> OfCSharp(string path, string source)
    {
        var text = new SourceText(source);
        foreach (var block in text.Blocks)
        {
            // Code in documentation and holes of log templates are not prose.
            var prose = Masked(block.Prose, CodeInDocumentation());
            foreach (var finding in Find(LanguageRules.Prose, path, prose, block.LineAt, block.Text))
                yield return finding;
        }

        var code = text.Code;
        foreach (var finding in Find(LanguageRules.Names, path, code, text.LineAt, source))
            yield return finding;
    }

    public static IEnumerable<LanguageFinding> OfMarkdown(string path, string source)
    {
        // Line breaks become blanks, so that a phrase is found across lines; code in backticks is not prose.
        var prose = Masked(source.Replace('\n', ' '), CodeInMarkdown());
        return Find(LanguageRules.Prose, path, prose, offset => source.AsSpan(0, offset).Count('\n') + 1, source);
    }

    private static IEnumerable<LanguageFinding> Find(IEnumerable<LanguageRule> rules, string path, string text, Func<int, int> lineAt, string shown) =>
        from rule in rules
        from match in rule.Matches(path, text)
        select new LanguageFinding(path, lineAt(match.Index), match.Value, Context(shown, match.Index, match.Length), rule.Hint);

    private static string Masked(string text, Regex pattern) => pattern.Replace(text, match => new string('_', match.Length));

    private static string Context(string text, int offset, int length)
    {
        var (start, end) = (Math.Max(0, offset - ContextLength), Math.Min(text.Length, offset + length + ContextLength));
        return text[start..end].ReplaceLineEndings(" ").Trim();
    }

    [GeneratedRegex(@"\{\w[^{}]*\}|<c>.*?</c>|<code>.*?</code>|<[^<>]+>")]
    private static partial Regex CodeInDocumentation();

    [GeneratedRegex(@"`[^`]+`|\]\([^)]*\)")]
    private static partial Regex CodeInMarkdown();
}
