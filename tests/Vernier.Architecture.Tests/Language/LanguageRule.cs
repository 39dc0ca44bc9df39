using System.Text.RegularExpressions;

namespace Vernier.Architecture.Tests.Language;

/// <summary>A construction or term to avoid, and what to write instead.</summary>
/// <param name="Pattern">A regular expression; letters match in either case.</param>
/// <param name="Hint">What to write instead.</param>
/// <param name="Except">A regular expression for places of <paramref name="Pattern"/> where the wording is right: it must match at the same place.</param>
/// <param name="Only">The folder to which the rule is restricted; null for the whole repository.</param>
/// <param name="Not">A part of the path of files in which the term has a meaning of the system; null for no such files.</param>
internal sealed record LanguageRule(string Pattern, string Hint, string? Except = null, string? Only = null, string? Not = null)
{
    // A word begins and ends where C# names do, too: RetryPatience has the words Retry and Patience.
    private const string WordStart = @"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))";
    private const string WordEnd = "(?-i:(?![a-z]))";

    private readonly Regex _pattern = new($"{WordStart}(?:{Pattern}){WordEnd}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private readonly Regex? _except = Except is null ? null : new($@"\G(?:{Except})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public IEnumerable<Match> Matches(string path, string text) =>
        (Only is not null && !path.StartsWith(Only, StringComparison.Ordinal)) || (Not is not null && path.Contains(Not, StringComparison.Ordinal)) ? [] : _pattern.Matches(text).Where(match => _except?.IsMatch(text, match.Index) != true);
}

/// <summary>A place in the repository where a rule of language matches.</summary>
internal sealed record LanguageFinding(string Path, int Line, string Phrase, string Context, string Hint)
{
    public override string ToString() => $"{Path}:{Line}: \"{Phrase}\" in: {Context} → {Hint}";
}
