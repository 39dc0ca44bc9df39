using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A parsed YAML file with its findings.</summary>
internal sealed class YamlFile
{
    private readonly string _file;
    private readonly string[] _lines;
    private readonly List<LintFinding> _findings = [];

    private YamlFile(string file, string text)
    {
        _file = file;
        _lines = text.Split('\n');
    }

    /// <summary>The root node of the first YAML document; null if the file is empty or, with a finding, not valid YAML.</summary>
    public YamlNode? Root { get; private set; }

    public IReadOnlyList<LintFinding> Findings => _findings;

    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static YamlFile Read(string file, string text, CancellationToken cancellation = default)
    {
        var yaml = new YamlFile(file, text);
        try
        {
            yaml.Root = YamlReader.Read(text, cancellation).FirstOrDefault()?.RootNode;
        }
        catch (YamlException error)
        {
            yaml._findings.Add(new(LintRules.YamlSyntax, yaml.AtError(error.Start), $"Invalid YAML: {error.Message.TrimEnd('.')}.", LintRules.YamlSyntax.Fix));
        }
        return yaml;
    }

    public LintLocation At(Mark mark, string element) => new(_file, (int)mark.Line, (int)mark.Column, element);

    public void Report(LintRule rule, YamlNode node, string element, string message, string? fix = null) =>
        _findings.Add(new(rule, At(node.Start, element), message, fix ?? rule.Fix));

    /// <summary>Returns the location of the text of a scalar, and whether offsets in the text map to the file.</summary>
    public (LintLocation Location, bool KeepsLines) TextOf(YamlScalarNode scalar, string element)
    {
        var line = (int)scalar.Start.Line;
        switch (scalar.Style)
        {
            case ScalarStyle.Literal:
                return (new(_file, line + 1, Indentation(line, scalar.Value!) + 1, element), true);
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted:
                // Text with escapes is longer in the file.
                var isPlain = scalar.End.Line == scalar.Start.Line && scalar.End.Column - scalar.Start.Column == scalar.Value!.Length + 2;
                return (new(_file, line, (int)scalar.Start.Column + 1, element), isPlain);
            default:
                return (At(scalar.Start, element), scalar.End.Line == scalar.Start.Line);
        }
    }

    // The parser locates an error at the end of the file in the line after the last.
    private LintLocation AtError(Mark mark) => mark.Line > _lines.Length ? new(_file, _lines.Length, _lines[^1].Length + 1, "") : At(mark, "");

    /// <summary>
    /// Returns the indentation of a block scalar that starts after a line: the first non-blank line is indented by that much more in the file than in
    /// the text.
    /// </summary>
    private int Indentation(int line, string text)
    {
        var inText = text.Split('\n').FirstOrDefault(candidate => candidate.Trim().Length > 0);
        var inFile = _lines.Skip(line).FirstOrDefault(candidate => candidate.Trim().Length > 0);
        return inText is null || inFile is null ? 0 : LeadingBlanks(inFile) - LeadingBlanks(inText);
    }

    private static int LeadingBlanks(string line) => line.Length - line.TrimStart(' ').Length;
}
