using System.Text.RegularExpressions;
using Vernier.Testing;

namespace Vernier.EndToEnd;

/// <summary>The README of the repository, so that what it shows can be tried.</summary>
internal static class Readme
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>The text of the first code block of a language in a section.</summary>
    public static string Block(string section, string language)
    {
        var found = Regex.Match(Text, $@"^## {Regex.Escape(section)}\n(?:(?!^## )[\s\S])*?^```{language}\n(?<code>[\s\S]*?)^```", RegexOptions.Multiline);
        return found.Success ? found.Groups["code"].Value : throw new KeyNotFoundException($"The README has no block of {language} under '{section}'.");
    }

    /// <summary>The commands of a section's shell block, without their comments.</summary>
    public static IReadOnlyList<string> Commands(string section) =>
        [.. Block(section, "sh").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('#')[0].TrimEnd())];
}
