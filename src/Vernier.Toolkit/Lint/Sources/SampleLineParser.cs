using System.Globalization;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Parses sample lines: <c>name{label="value"} number timestamp # {label="value"} number</c>, with optional labels, timestamp and exemplar. Blanks and
/// tabs are allowed between all parts, as in the parser of Prometheus. Values are validated but not kept. Reusable, not thread-safe.
/// </summary>
internal sealed class SampleLineParser
{
    private const string SampleFix = "Write name{label=\"value\"} number.";
    private const string LabelFix = "Write {label=\"value\"}, with commas between labels.";
    private const int MaxQuoted = 60;

    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly Dictionary<string, Interned>.AlternateLookup<ReadOnlySpan<char>> _interned =
        new Dictionary<string, Interned>().GetAlternateLookup<ReadOnlySpan<char>>();

    private int _at;
    private long _line;

    /// <summary>The name. Equal names of different lines are the same string instance.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The labels in the order of the line, with escaped values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>The error in the last line that <see cref="Parse"/> rejected.</summary>
    public (string Message, string Fix, int Column) Error { get; private set; }

    /// <summary>Parses a non-empty line. Returns false and sets <see cref="Error"/> if it is invalid.</summary>
    public bool Parse(ReadOnlySpan<char> line)
    {
        _at = 0;
        _line++;
        _labels.Clear();
        SkipBlanks(line);
        var start = _at;
        while (_at < line.Length && (IsNamePart(line[_at]) || line[_at] == ':'))
            _at++;
        if (_at == start || char.IsAsciiDigit(line[start]))
            return Fail("The line does not start with a metric name.", SampleFix, start);

        Name = Intern(line[start.._at]).Text;
        var afterName = _at;
        SkipBlanks(line);
        if (Peek(line) != '{')
            _at = afterName;
        else if (!ParseLabels(line))
            return false;
        return ParseNumber(line, "value") && ParseRest(line);
    }

    /// <summary>Returns a key that is the same for all spellings of a series. Sorts <see cref="Labels"/>.</summary>
    public string SeriesKey()
    {
        if (_labels.Count == 0)
            return Name;
        _labels.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return $"{Name}{{{string.Join(',', _labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";
    }

    private bool ParseLabels(ReadOnlySpan<char> line)
    {
        _at++;
        SkipBlanks(line);
        while (Peek(line) != '}')
        {
            var start = _at;
            while (_at < line.Length && IsNamePart(line[_at]))
                _at++;
            var name = line[start.._at];
            SkipBlanks(line);
            if (name.IsEmpty || char.IsAsciiDigit(name[0]) || !Take(line, '=') || !Take(line, '"'))
                return Fail("Invalid label.", LabelFix, start);
            var valueStart = _at;
            while (_at < line.Length && line[_at] != '"')
                _at += line[_at] == '\\' ? 2 : 1;
            if (_at >= line.Length)
                return Fail($"The value of label {Shorten(name)} has no closing quote.", "Close the quote; escape quotes and backslashes in the value with a backslash.", valueStart);
            var label = Intern(name);
            if (label.LastLine == _line)
                return Fail($"Duplicate label {Shorten(name)}.", "Remove one of the two.", start);
            label.LastLine = _line;
            _labels.Add(new(label.Text, line[valueStart.._at].ToString()));
            _at++;
            SkipBlanks(line);
            if (!Take(line, ',') && Peek(line) != '}')
                return Fail("Expected a comma or closing brace after a label.", LabelFix, _at);
        }
        _at++;
        return true;
    }

    private bool ParseNumber(ReadOnlySpan<char> line, string what)
    {
        var start = _at;
        SkipBlanks(line);
        var end = line[_at..].IndexOfAny(' ', '\t') is >= 0 and var length ? _at + length : line.Length;
        var text = line[_at..end];
        if (text.IsEmpty)
            return Fail($"The {what} is missing.", SampleFix, start);
        if (!IsNumber(text))
            return Fail($"'{Shorten(text)}' is not a valid {what}.", SampleFix, what == "value" ? start : _at);
        _at = end;
        SkipBlanks(line);
        return true;
    }

    /// <summary>Parses the timestamp. The exemplar is skipped; its labels are not labels of the series.</summary>
    private bool ParseRest(ReadOnlySpan<char> line)
    {
        if (_at < line.Length && line[_at] != '#' && !ParseNumber(line, "timestamp"))
            return false;
        if (_at == line.Length)
            return true;
        return line[_at] == '#' || Fail("Unexpected text after the timestamp.", "End the line with the value or a timestamp; OpenMetrics also allows an exemplar after #.", _at);
    }

    private void SkipBlanks(ReadOnlySpan<char> line)
    {
        while (_at < line.Length && line[_at] is ' ' or '\t')
            _at++;
    }

    private char Peek(ReadOnlySpan<char> line) => _at < line.Length ? line[_at] : '\0';

    /// <summary>Consumes a character and the blanks after it, except after a quote, where blanks belong to the value.</summary>
    private bool Take(ReadOnlySpan<char> line, char expected)
    {
        if (Peek(line) != expected)
            return false;
        _at++;
        if (expected != '"')
            SkipBlanks(line);
        return true;
    }

    private Interned Intern(ReadOnlySpan<char> text)
    {
        if (!_interned.TryGetValue(text, out var interned))
            _interned[text] = interned = new Interned(text.ToString());
        return interned;
    }

    private bool Fail(string message, string fix, int at)
    {
        Error = (message, fix, at + 1);
        return false;
    }

    /// <summary>Returns the beginning of a long text, for messages.</summary>
    public static string Shorten(ReadOnlySpan<char> text, int max = MaxQuoted) => text.Length > max ? $"{text[..max]}…" : text.ToString();

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // double.TryParse accepts NaN, but not the short names of the infinities.
    private static bool IsNumber(ReadOnlySpan<char> text) => text is "+Inf" or "-Inf" or "Inf" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>A name of a metric or a label.</summary>
    private sealed class Interned(string text)
    {
        public string Text => text;

        /// <summary>The last line that has the label; 0 for none.</summary>
        public long LastLine { get; set; }
    }
}
