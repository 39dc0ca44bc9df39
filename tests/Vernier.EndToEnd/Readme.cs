using System.Text.RegularExpressions;
using Vernier.Testing;

namespace Vernier.EndToEnd;

/// <summary>The README of the repository or of a project, so that what it shows can be tried.</summary>
internal static class Readme
{
    /// <summary>The text of the first code block of a language in a section.</summary>
    /// <param name="section">The title of the section.</param>
    /// <param name="language">The language of the block.</param>
    /// <param name="project">The project, or null for the repository.</param>
    public static string Block(string section, string language, string? project = null)
    {
        var text = File.ReadAllText(Path.Combine(project is null ? Repository.Root : Repository.Folder(project), "README.md"));
        var found = Regex.Match(text, $@"^## {Regex.Escape(section)}\n(?:(?!^## )[\s\S])*?^```{language}\n(?<code>[\s\S]*?)^```", RegexOptions.Multiline);
        return found.Success ? found.Groups["code"].Value : throw new KeyNotFoundException($"The README has no block of {language} under '{section}'.");
    }

    /// <summary>The commands of a section's shell block, without their comments.</summary>
    public static IReadOnlyList<string> Commands(string section) =>
        [.. Block(section, "sh").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('#')[0].TrimEnd())];
}
