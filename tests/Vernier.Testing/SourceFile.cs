using System.Text.RegularExpressions;

namespace Vernier.Testing;

/// <summary>
/// A C# file, read by its layout: namespaces are file-scoped and the formatter indents everything that is nested, so a declaration
/// at the start of a line is a top-level one. The path is relative to <c>src</c> or <c>tests</c>, so the project's folder comes first.
/// </summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public int Lines => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups["name"].Value : null;

    public string ExpectedNamespace => System.IO.Path.GetDirectoryName(Path)!.Replace('/', '.').Replace('\\', '.');

    public IReadOnlyList<DeclaredType> Types =>
        [.. TypeLine().Matches(Text).Concat(DelegateLine().Matches(Text)).Select(match => new DeclaredType(match.Groups["name"].Value, match.Groups["generic"].Success))];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(\[[^\]\n]*\] *)*([a-z]+ +)*?(class|struct|interface|enum|record( class| struct)?) +(?<name>\w+)(?<generic><)?", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(\[[^\]\n]*\] *)*([a-z]+ +)*?delegate +(ref +)?[\w.]+(<.*?>)?[?\[\]]* +(?<name>\w+)(?<generic><)?", RegexOptions.Multiline)]
    private static partial Regex DelegateLine();
}
