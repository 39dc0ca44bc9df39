using System.Text.RegularExpressions;

namespace Vernier.Testing;

/// <summary>
/// A C# file, read by its layout: namespaces are file-scoped and the formatter indents nested declarations, so a declaration at the start of a line
/// declares a top-level type. The path is relative to a top folder such as <c>src</c>, so it starts with the folder of the project.
/// </summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public int Lines => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups["name"].Value : null;

    public IReadOnlyList<DeclaredType> Types { get; } =
        [.. TypeLine().Matches(Text).Concat(DelegateLine().Matches(Text)).OrderBy(match => match.Index).Select(Declared)];

    private static DeclaredType Declared(Match match)
    {
        var kind = match.Groups["kind"] is { Success: true } group ? group.Value.Split(' ')[0] : "delegate";
        return new DeclaredType(match.Groups["name"].Value, kind, match.Groups["generic"].Success, Has("public "), Has("static "));

        bool Has(string modifier) => match.Value.Contains(modifier, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(\[[^\]\n]*\] *)*([a-z]+ +)*?(?<kind>class|struct|interface|enum|record( class| struct)?) +(?<name>\w+)(?<generic><)?", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(\[[^\]\n]*\] *)*([a-z]+ +)*?delegate +(ref +)?[\w.]+(<.*?>)?[?\[\]]* +(?<name>\w+)(?<generic><)?", RegexOptions.Multiline)]
    private static partial Regex DelegateLine();
}

/// <summary>A top-level type of a source file.</summary>
/// <param name="Name">The name without type parameters.</param>
/// <param name="Kind"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>enum</c>, <c>record</c> or <c>delegate</c>.</param>
/// <param name="IsGeneric">Whether it has type parameters.</param>
/// <param name="IsPublic">Whether it is public.</param>
/// <param name="IsStatic">Whether it is static, such as a class of extension methods.</param>
internal readonly record struct DeclaredType(string Name, string Kind, bool IsGeneric, bool IsPublic, bool IsStatic)
{
    /// <summary>Enums, records, delegates, exceptions, attributes and static classes may share a file with related types.</summary>
    public bool MayShareFile => Kind is "enum" or "record" or "delegate" || IsStatic || Name.EndsWith("Exception", StringComparison.Ordinal) || Name.EndsWith("Attribute", StringComparison.Ordinal);
}
