using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads what a metrics endpoint answers, in Prometheus's text format 0.0.4 or in OpenMetrics 1.0.0, for what there is: names, types, labels, bounds.
/// </summary>
internal sealed class ExpositionReader
{
    /// <summary>Of a text that is none, not every line is told.</summary>
    private const int MaxTold = 10;

    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count", "_created", "_total", "_info"];

    private readonly string _source;
    private readonly SampleLine _sample = new();
    private readonly List<ExposedFamily> _all = [];
    private readonly Dictionary<string, ExposedFamily> _families = [];
    private readonly List<LintFinding> _findings = [];
    private HashSet<string> _seriesOfCurrent = [];
    private ExposedFamily? _current;
    private int _line;
    private int _badLines;
    private int _duplicates;
    private bool _hasEnd;

    private ExpositionReader(string source) => _source = source;

    /// <param name="source">The file or URL, for the findings.</param>
    /// <param name="text">The text.</param>
    /// <param name="isOpenMetrics">Whether it says to be OpenMetrics, which has an end of its own.</param>
    public static SourceContent Read(string source, string text, bool isOpenMetrics = false)
    {
        var reader = new ExpositionReader(source);
        // Not EnumerateLines: for that more characters end a line than a line feed does, and label values may have them.
        foreach (var range in text.AsSpan().TrimEnd("\r\n").Split('\n'))
        {
            reader._line++;
            reader.ReadLine(text.AsSpan(range).TrimEnd(" \t\r"));
        }
        reader.ReadEnd(isOpenMetrics);
        return new() { Metrics = [.. reader._all.Where(family => family.HasSamples || family.HasType).Select(family => family.ToMetric())], Findings = reader._findings };
    }

    private void ReadLine(ReadOnlySpan<char> line)
    {
        var content = line.TrimStart(" \t");
        if (content.IsEmpty)
            return;
        if (_hasEnd)
            BadLine("There is a line after # EOF.", "Let # EOF be the last line.");
        else if (content[0] == '#')
            ReadComment(content[1..].TrimStart(" \t"));
        else
            ReadSample(line);
    }

    private void ReadEnd(bool isOpenMetrics)
    {
        if (isOpenMetrics && !_hasEnd)
            BadLine("OpenMetrics ends with # EOF, and this does not: it was cut off, or is no OpenMetrics.", "Let # EOF be the last line.");
        if (_badLines > MaxTold)
            Report(LintRules.MetricsSyntax, 0, $"{_badLines - MaxTold} more lines cannot be read.", "See the first ones.");
        if (_duplicates > MaxTold)
            Report(LintRules.MetricDuplicate, 0, $"{_duplicates - MaxTold} more series are there twice.", "See the first ones.");
    }

    private void ReadComment(ReadOnlySpan<char> comment)
    {
        _hasEnd = comment is "EOF";
        var word = NextWord(ref comment);
        if (word is not ("HELP" or "TYPE" or "UNIT"))
            return;
        var name = NextWord(ref comment).ToString();
        var value = comment.ToString();
        if (name.Length == 0)
        {
            BadLine($"{word} names no metric.", "Write # TYPE name type.");
            return;
        }

        var family = Enter(_families.GetValueOrDefault(name) ?? Begin(name));
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
        MetricType? told = type switch
        {
            "counter" => MetricType.Counter,
            "gauge" => MetricType.Gauge,
            "histogram" => MetricType.Histogram,
            "summary" => MetricType.Summary,
            "info" => MetricType.Info,
            "stateset" => MetricType.StateSet,
            _ => null,
        };
        if (told is null && type is not ("untyped" or "unknown" or "gaugehistogram"))
            BadLine($"{family.Name} has the type '{type}'.", "Allowed are counter, gauge, histogram, summary, untyped; in OpenMetrics also info, stateset, unknown, gaugehistogram.");
        if (family.HasType)
            Report(LintRules.MetricDuplicate, 1, $"The type of {family.Name} is told twice.", "Expose each metric once.", $"metric {family.Name}");
        else if (family.HasSamples)
            BadLine($"The type of {family.Name} comes after its samples.", "Put # TYPE before them.");
        // Two metrics share a name: both are there.
        if (family is { HasType: true, HasSamples: true } && family.Type != told)
            family = _current = Begin(family.Name, family.Help);
        family.HasType = true;
        family.Type = told;
    }

    private void ReadSample(ReadOnlySpan<char> line)
    {
        if (!_sample.Read(line))
        {
            BadLine(_sample.Mistake.Reason, _sample.Mistake.Mend, _sample.Mistake.Column);
            return;
        }
        Enter(FamilyOf(_sample.Name)).Add(_sample.Name, _sample.Labels);
        if (!_seriesOfCurrent.Add(_sample.SeriesKey()) && ++_duplicates <= MaxTold)
            Report(LintRules.MetricDuplicate, 1, $"The series {_sample.SeriesKey()} is there twice.", "Expose each series once.", $"metric {_sample.Name}");
    }

    /// <summary>The family of a sample: that of its name, or one whose type has samples with its suffix.</summary>
    private ExposedFamily FamilyOf(string sample)
    {
        if (_families.TryGetValue(sample, out var family))
            return family;
        foreach (var suffix in Suffixes)
        {
            if (sample.EndsWith(suffix, StringComparison.Ordinal) && _families.TryGetValue(sample[..^suffix.Length], out family) && family.HasSamplesWith(suffix))
                return family;
        }
        return Begin(sample);
    }

    private ExposedFamily Begin(string name, string help = "")
    {
        var family = new ExposedFamily(name, new LintPlace(_source, _line, 1, "")) { Help = help };
        _all.Add(family);
        return _families[name] = family;
    }

    /// <summary>The samples of a metric stand together. That also bounds what is kept to find series that are there twice.</summary>
    private ExposedFamily Enter(ExposedFamily family)
    {
        if (ReferenceEquals(family, _current))
            return family;
        if (family is { HasEnded: true, IsScattered: false })
        {
            family.IsScattered = true;
            Report(LintRules.MetricDuplicate, 1, $"The lines of {family.Name} do not stand together.", "Expose each metric in one place.", $"metric {family.Name}");
        }
        if (_current is { HasSamples: true })
            _current.HasEnded = true;
        _seriesOfCurrent = [];
        return _current = family;
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(' ', '\t');
        var word = end < 0 ? text : text[..end];
        text = end < 0 ? "" : text[end..].TrimStart(" \t");
        return word;
    }

    private void BadLine(string reason, string mend, int column = 1)
    {
        if (++_badLines <= MaxTold)
            Report(LintRules.MetricsSyntax, column, reason, mend);
    }

    private void Report(LintRule rule, int column, string reason, string mend, string subject = "") => _findings.Add(new(rule, new(_source, column > 0 ? _line : 0, column, subject), reason, mend));
}
