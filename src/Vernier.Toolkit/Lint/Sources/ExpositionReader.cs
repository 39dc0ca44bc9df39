using System.Globalization;
using Vernier.Catalogue;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads what a metrics endpoint answers, in Prometheus's text format 0.0.4 or in OpenMetrics 1.0.0, for what there is: names, types, labels, bounds.
/// The values are only looked at for being numbers.
/// </summary>
internal sealed class ExpositionReader
{
    /// <summary>Of a text that is none, not every line is told.</summary>
    private const int MaxBadLines = 10;

    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count", "_created", "_total", "_info"];

    private readonly string _source;
    private readonly Dictionary<string, ExposedFamily> _families = [];
    private readonly HashSet<string> _series = [];
    private readonly List<LintFinding> _findings = [];
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private ExposedFamily? _current;
    private int _line;
    private int _badLines;

    private ExpositionReader(string source) => _source = source;

    public static SourceContent Read(string source, string text)
    {
        var reader = new ExpositionReader(source);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            reader._line++;
            reader.ReadLine(line.Trim(' '));
        }
        if (reader._badLines > MaxBadLines)
            reader.Report(LintRules.MetricsSyntax, 0, $"{reader._badLines - MaxBadLines} more lines cannot be read.", "See the first ones.");
        return new() { Metrics = [.. reader._families.Values.Where(family => family.HasSamples || family.HasType).Select(family => family.ToMetric())], Findings = reader._findings };
    }

    private void ReadLine(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
            return;
        if (line[0] == '#')
            ReadComment(line[1..].TrimStart(' '));
        else
            ReadSample(line);
    }

    private void ReadComment(ReadOnlySpan<char> comment)
    {
        int end = comment.IndexOf(' ');
        ReadOnlySpan<char> word = end < 0 ? comment : comment[..end];
        if (word is not ("HELP" or "TYPE" or "UNIT"))
            return;
        ReadOnlySpan<char> rest = end < 0 ? "" : comment[end..].TrimStart(' ');
        int nameEnd = rest.IndexOf(' ');
        string name = (nameEnd < 0 ? rest : rest[..nameEnd]).ToString();
        string value = nameEnd < 0 ? "" : rest[(nameEnd + 1)..].Trim(' ').ToString();
        if (name.Length == 0)
        {
            BadLine($"{word} names no metric.", "Write # TYPE name type.");
            return;
        }

        ExposedFamily family = Enter(FamilyOf(name));
        switch (word)
        {
            case "HELP":
                family.Help = value;
                break;
            case "UNIT":
                family.Unit = value.Length > 0 ? value : null;
                break;
            default:
                ReadType(family, value);
                break;
        }
    }

    private void ReadType(ExposedFamily family, string type)
    {
        if (family.HasType)
            Report(LintRules.MetricDuplicate, 1, $"The type of {family.Name} is told twice.", "Expose each metric once.", $"metric {family.Name}");
        else if (family.HasSamples)
            BadLine($"The type of {family.Name} comes after its samples.", "Put # TYPE before them.");
        family.HasType = true;
        family.Type = type switch
        {
            "counter" => MetricType.Counter,
            "gauge" => MetricType.Gauge,
            "histogram" => MetricType.Histogram,
            "summary" => MetricType.Summary,
            "info" => MetricType.Info,
            "stateset" => MetricType.StateSet,
            _ => null,
        };
        if (family.Type is null && type is not ("untyped" or "unknown" or "gaugehistogram"))
            BadLine($"{family.Name} has the type '{type}'.", "Allowed are counter, gauge, histogram, summary, untyped; in OpenMetrics also info, stateset, unknown, gaugehistogram.");
    }

    private void ReadSample(ReadOnlySpan<char> line)
    {
        int nameEnd = 0;
        while (nameEnd < line.Length && (char.IsAsciiLetterOrDigit(line[nameEnd]) || line[nameEnd] is '_' or ':'))
            nameEnd++;
        if (nameEnd == 0 || char.IsAsciiDigit(line[0]))
        {
            BadLine("A sample begins with a name.", "A line is: name{label=\"value\"} number.");
            return;
        }

        int at = nameEnd;
        _labels.Clear();
        if (at < line.Length && line[at] == '{' && !ReadLabels(line, ref at))
            return;
        ReadOnlySpan<char> value = line[at..].TrimStart(' ');
        int valueEnd = value.IndexOf(' ');
        if (!IsNumber(valueEnd < 0 ? value : value[..valueEnd]))
        {
            BadLine($"'{value}' does not begin with a number.", "A line is: name{label=\"value\"} number.", at);
            return;
        }

        string name = line[..nameEnd].ToString();
        Enter(FamilyOf(name)).Add(name, _labels);
        if (!_series.Add(line[..at].TrimEnd(' ').ToString()))
            Report(LintRules.MetricDuplicate, 1, $"The series {line[..at]} is there twice.", "Expose each series once.", $"metric {name}");
    }

    private bool ReadLabels(ReadOnlySpan<char> line, ref int at)
    {
        at++;
        while (true)
        {
            while (at < line.Length && line[at] is ' ' or ',')
                at++;
            if (at < line.Length && line[at] == '}')
            {
                at++;
                return true;
            }
            int nameStart = at;
            while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_'))
                at++;
            ReadOnlySpan<char> name = line[nameStart..at];
            if (name.IsEmpty || at + 1 >= line.Length || line[at] != '=' || line[at + 1] != '"')
            {
                BadLine("A label is not label=\"value\".", "Put labels in braces, separated by commas, their values in quotes.", nameStart);
                return false;
            }
            int valueStart = at += 2;
            while (at < line.Length && line[at] != '"')
                at += line[at] == '\\' ? 2 : 1;
            if (at >= line.Length)
            {
                BadLine($"The value of the label {name} has no end.", "Escape quotes and backslashes in it by a backslash.", valueStart);
                return false;
            }
            _labels.Add(new(name.ToString(), line[valueStart..at].ToString()));
            at++;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text is "NaN" or "+Inf" or "-Inf" or "Inf" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The family of a name: itself, or one that was announced and whose suffix it has.</summary>
    private ExposedFamily FamilyOf(string name)
    {
        if (_families.TryGetValue(name, out ExposedFamily? family))
            return family;
        foreach (string suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && _families.TryGetValue(name[..^suffix.Length], out family) && family.HasType)
                return family;
        }
        return _families[name] = new ExposedFamily(name, new LintPlace(_source, _line, 1, ""));
    }

    /// <summary>The samples of a metric stand together.</summary>
    private ExposedFamily Enter(ExposedFamily family)
    {
        if (ReferenceEquals(family, _current))
            return family;
        if (family.HasEnded)
            Report(LintRules.MetricDuplicate, 1, $"The lines of {family.Name} do not stand together.", "Expose each metric in one place.", $"metric {family.Name}");
        if (_current is { HasSamples: true })
            _current.HasEnded = true;
        family.HasEnded = false;
        return _current = family;
    }

    private void BadLine(string reason, string mend, int at = 0)
    {
        if (++_badLines <= MaxBadLines)
            Report(LintRules.MetricsSyntax, at + 1, reason, mend);
    }

    private void Report(LintRule rule, int column, string reason, string mend, string subject = "") => _findings.Add(new(rule, new(_source, _line, column, subject), reason, mend));
}
