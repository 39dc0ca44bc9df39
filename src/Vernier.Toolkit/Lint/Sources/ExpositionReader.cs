using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads metrics in the Prometheus text format 0.0.4 or OpenMetrics 1.0.0. Keeps names, types, labels and bounds; values are only validated.
/// </summary>
internal sealed class ExpositionReader
{
    /// <summary>The maximum number of findings per kind, for text that is not an exposition at all.</summary>
    private const int MaxFindings = 10;

    private const int MaxQuotedSeries = 500;

    private static readonly string[] Suffixes =
    [
        MetricSeries.BucketSuffix, MetricSeries.SumSuffix, MetricSeries.CountSuffix, MetricSeries.CreatedSuffix, MetricSeries.TotalSuffix, MetricSeries.InfoSuffix,
    ];

    private readonly string _source;
    private readonly SampleLineParser _sample = new();
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

    /// <param name="source">The file or URL, for findings.</param>
    /// <param name="text">The exposition.</param>
    /// <param name="isOpenMetrics">Whether the source declares OpenMetrics, which requires <c># EOF</c>.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static SourceContent Read(string source, string text, bool isOpenMetrics = false, CancellationToken cancellation = default)
    {
        var reader = new ExpositionReader(source);
        // Only a line feed ends a line. EnumerateLines would also split at other separators, which are allowed in label values.
        foreach (var range in text.AsSpan().TrimEnd("\r\n").Split('\n'))
        {
            cancellation.ThrowIfCancellationRequested();
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
            ReportBadLine("Line after # EOF.", "Move # EOF to the end.");
        else if (content[0] == '#')
            ReadComment(content[1..].TrimStart(" \t"));
        else
            ReadSample(line);
    }

    private void ReadEnd(bool isOpenMetrics)
    {
        if (isOpenMetrics && !_hasEnd)
            ReportBadLine("# EOF is missing: the response is truncated or not OpenMetrics.", "End the response with # EOF.");
        if (_badLines > MaxFindings)
            Report(LintRules.MetricsSyntax, 0, $"{_badLines - MaxFindings} more lines are invalid.");
        if (_duplicates > MaxFindings)
            Report(LintRules.MetricDuplicate, 0, $"{_duplicates - MaxFindings} more series are exposed more than once.");
    }

    private void ReadComment(ReadOnlySpan<char> comment)
    {
        _hasEnd = comment is "EOF";
        var keyword = NextWord(ref comment);
        if (keyword is not ("HELP" or "TYPE" or "UNIT"))
            return;
        var name = NextWord(ref comment).ToString();
        var value = comment.ToString();
        if (name.Length == 0)
        {
            ReportBadLine($"# {keyword} has no metric name.", $"Write # {keyword}, the name of the metric, and the value.");
            return;
        }

        var family = Enter(_families.GetValueOrDefault(name) ?? Begin(name));
        switch (keyword)
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

    private void ReadType(ExposedFamily family, string text)
    {
        MetricType? type = text switch
        {
            "counter" => MetricType.Counter,
            "gauge" => MetricType.Gauge,
            "histogram" => MetricType.Histogram,
            "summary" => MetricType.Summary,
            "info" => MetricType.Info,
            "stateset" => MetricType.StateSet,
            _ => null,
        };
        if (type is null && text is not ("untyped" or "unknown" or "gaugehistogram"))
        {
            ReportBadLine($"{family.Name} has the unknown type '{text}'.",
                "Use counter, gauge, histogram, summary or untyped; in OpenMetrics also info, stateset, gaugehistogram or unknown.");
        }
        if (family.HasType)
            Report(LintRules.MetricDuplicate, 1, $"{family.Name} has more than one # TYPE line.", $"metric {family.Name}");
        else if (family.HasSamples)
            ReportBadLine($"The # TYPE line of {family.Name} is after its samples.", "Move # TYPE before the samples.");
        // Two metrics have the same name. Both are kept.
        if (family is { HasType: true, HasSamples: true } && family.Type != type)
            family = _current = Begin(family.Name, family.Help);
        family.SetType(type);
    }

    private void ReadSample(ReadOnlySpan<char> line)
    {
        if (!_sample.Parse(line))
        {
            ReportBadLine(_sample.Error.Message, _sample.Error.Fix, _sample.Error.Column);
            return;
        }
        Enter(FamilyOf(_sample.Name)).Add(_sample.Name, _sample.Labels);
        if (!_seriesOfCurrent.Add(_sample.SeriesKey()) && ++_duplicates <= MaxFindings)
            Report(LintRules.MetricDuplicate, 1, $"Series {SampleLineParser.Shorten(_sample.SeriesKey(), MaxQuotedSeries)} is exposed more than once.", $"metric {_sample.Name}");
    }

    /// <summary>Returns the family with the name of the sample, or one whose type has samples with its suffix.</summary>
    private ExposedFamily FamilyOf(string sample)
    {
        if (_families.TryGetValue(sample, out var family))
            return family;
        foreach (var suffix in Suffixes)
        {
            if (sample.EndsWith(suffix, StringComparison.Ordinal) && _families.TryGetValue(sample[..^suffix.Length], out family) && family.HasSample(sample))
                return family;
        }
        return Begin(sample);
    }

    private ExposedFamily Begin(string name, string help = "")
    {
        var family = new ExposedFamily(name, new LintLocation(_source, _line, 1, "")) { Help = help };
        _all.Add(family);
        return _families[name] = family;
    }

    /// <summary>Switches to a family and reports families whose lines are not contiguous. Duplicate series are therefore searched per family only, which bounds memory.</summary>
    private ExposedFamily Enter(ExposedFamily family)
    {
        if (ReferenceEquals(family, _current))
            return family;
        if (family is { HasEnded: true, IsReportedAsScattered: false })
        {
            family.IsReportedAsScattered = true;
            Report(LintRules.MetricDuplicate, 1, $"The lines of {family.Name} are not contiguous.", $"metric {family.Name}");
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

    private void ReportBadLine(string message, string fix, int column = 1)
    {
        if (++_badLines <= MaxFindings)
            _findings.Add(new(LintRules.MetricsSyntax, new(_source, _line, column, ""), message, fix));
    }

    /// <param name="rule">The rule.</param>
    /// <param name="column">The column; 0 for a finding on the whole source.</param>
    /// <param name="message">The message.</param>
    /// <param name="element">The element.</param>
    private void Report(LintRule rule, int column, string message, string element = "") =>
        _findings.Add(new(rule, new(_source, column > 0 ? _line : 0, column, element), message, rule.Fix));
}
