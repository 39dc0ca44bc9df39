using Vernier.Toolkit.Lint.Findings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>A YAML file that was read, with what is wrong with it.</summary>
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

    /// <summary>The first document's content; null when the file is empty or no YAML, which is a finding then.</summary>
    public YamlNode? Root { get; private set; }

    public IReadOnlyList<LintFinding> Findings => _findings;

    public static YamlFile Read(string file, string text)
    {
        var yaml = new YamlFile(file, text);
        try
        {
            var stream = new YamlStream();
            stream.Load(new CheckedParser(new Parser(new StringReader(text))));
            yaml.Root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException mistake)
        {
            yaml._findings.Add(new(LintRules.YamlSyntax, yaml.AtMistake(mistake.Start), $"This is not YAML: {mistake.Message.TrimEnd('.')}.", "Correct it; nothing else of the file was checked."));
        }
        return yaml;
    }

    public LintPlace At(Mark mark, string subject) => new(_file, (int)mark.Line, (int)mark.Column, subject);

    // A mistake at the end is said to be in the line after the last.
    private LintPlace AtMistake(Mark mark) => mark.Line > _lines.Length ? new(_file, _lines.Length, _lines[^1].Length + 1, "") : At(mark, "");

    public void Report(LintRule rule, YamlNode node, string subject, string reason, string mend) => _findings.Add(new(rule, At(node.Start, subject), reason, mend));

    /// <summary>Where the text of a scalar begins, and whether each of its lines is one of the file.</summary>
    public (LintPlace Place, bool KeepsLines) TextOf(YamlScalarNode scalar, string subject)
    {
        var line = (int)scalar.Start.Line;
        switch (scalar.Style)
        {
            case ScalarStyle.Literal:
                return (new(_file, line + 1, Indentation(line, scalar.Value!) + 1, subject), true);
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted:
                // What is escaped is longer in the file than in the text.
                var isPlain = scalar.End.Line == scalar.Start.Line && scalar.End.Column - scalar.Start.Column == scalar.Value!.Length + 2;
                return (new(_file, line, (int)scalar.Start.Column + 1, subject), isPlain);
            default:
                return (At(scalar.Start, subject), scalar.End.Line == scalar.Start.Line);
        }
    }

    /// <summary>How far the lines of a block after this line are indented: by what the first line with characters has more in the file than in the text.</summary>
    private int Indentation(int line, string text)
    {
        var inText = text.Split('\n').FirstOrDefault(candidate => candidate.Trim().Length > 0);
        var inFile = _lines.Skip(line).FirstOrDefault(candidate => candidate.Trim().Length > 0);
        return inText is null || inFile is null ? 0 : Blanks(inFile) - Blanks(inText);
    }

    private static int Blanks(string line) => line.Length - line.TrimStart(' ').Length;
}
