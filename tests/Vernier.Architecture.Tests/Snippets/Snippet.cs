using System.Net;
using System.Text.RegularExpressions;
using Vernier.Testing;

namespace Vernier.Architecture.Tests.Snippets;

/// <summary>A C# snippet of the documentation: a code block of a Markdown file, or a <c>code</c> element of an XML comment.</summary>
/// <param name="Location">The file and the line where the snippet starts.</param>
/// <param name="Code">The code.</param>
internal sealed partial record Snippet(string Location, string Code)
{
    private static readonly string[] MarkdownFolders = ["docs", "src", "systems", "samples", "deploy"];

    /// <summary>
    /// Reads all snippets of the repository. Vernier.Forwarding and Vernier.Services have internal APIs, so their snippets cannot be compiled by others.
    /// </summary>
    public static IEnumerable<Snippet> ReadAll() =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(MarkdownFolders.SelectMany(MarkdownFiles)).Order().SelectMany(ReadMarkdown),
        .. new[] { "src", "systems" }.SelectMany(folder => Repository.SourceFiles(folder).SelectMany(file => ReadComments(folder, file))),
    ];

    public override string ToString() => Location;

    private static IEnumerable<string> MarkdownFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
            .Where(path => !path.Contains("Vernier.Forwarding", StringComparison.Ordinal) && !path.Contains("Vernier.Services", StringComparison.Ordinal));

    private static IEnumerable<Snippet> ReadMarkdown(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        return MarkdownBlock().Matches(text).Select(block => new Snippet(
            $"{Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')}:{LineOf(text, block.Index)}", block.Groups["code"].Value));
    }

    private static IEnumerable<Snippet> ReadComments(string folder, SourceFile file)
    {
        var text = file.Text.ReplaceLineEndings("\n");
        return CommentBlock().Matches(text).Select(block => new Snippet(
            $"{folder}/{file.Path}:{LineOf(text, block.Index)}", WebUtility.HtmlDecode(CommentStart().Replace(block.Groups["code"].Value, ""))));
    }

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"^```csharp\n(?<code>[\s\S]*?)^```", RegexOptions.Multiline)]
    private static partial Regex MarkdownBlock();

    [GeneratedRegex(@"^ *///.*?<code>\n?(?<code>[\s\S]*?)(?:^ */// ?)?</code>", RegexOptions.Multiline)]
    private static partial Regex CommentBlock();

    [GeneratedRegex(@"^ */// ?", RegexOptions.Multiline)]
    private static partial Regex CommentStart();
}
