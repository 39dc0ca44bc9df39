using System.Globalization;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>
/// Reads lines of samples one after another: <c>name{label="value"} number timestamp # {label="value"} number</c>, of which the timestamp and the
/// exemplar may be missing. Between all parts blanks and tabs may stand, as Prometheus's own reader has it. Values are only looked at for being numbers.
/// </summary>
internal sealed class SampleLine
{
    private const string Form = "A line is: name{label=\"value\"} number.";
    private const string LabelForm = "Put labels in braces, separated by commas, their values in quotes.";
    private const int MaxQuoted = 60;

    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly HashSet<string> _words = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _wordsByText;
    private int _at;

    public SampleLine() => _wordsByText = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name. Equal names of different lines are the same object.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The labels as they are ordered in the line, their values as they are escaped there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>What was wrong with the line that was read last.</summary>
    public (string Reason, string Mend, int Column) Mistake { get; private set; }

    /// <summary>Reads a line that is not empty; false for a <see cref="Mistake"/>.</summary>
    public bool Read(ReadOnlySpan<char> line)
    {
        _at = 0;
        _labels.Clear();
        SkipBlanks(line);
        var start = _at;
        while (_at < line.Length && (IsNamePart(line[_at]) || line[_at] == ':'))
            _at++;
        if (_at == start || char.IsAsciiDigit(line[start]))
            return Wrong("A sample begins with a name.", Form, start);

        Name = Word(line[start.._at]);
        var afterName = _at;
        SkipBlanks(line);
        if (Next(line) != '{')
            _at = afterName;
        else if (!ReadLabels(line))
            return false;
        return ReadNumber(line, "") && ReadRest(line);
    }

    /// <summary>The same for every way in which a series can be written.</summary>
    public string SeriesKey()
    {
        if (_labels.Count == 0)
            return Name;
        _labels.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return $"{Name}{{{string.Join(',', _labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";
    }

    private bool ReadLabels(ReadOnlySpan<char> line)
    {
        _at++;
        SkipBlanks(line);
        while (Next(line) != '}')
        {
            var start = _at;
            while (_at < line.Length && IsNamePart(line[_at]))
                _at++;
            var name = line[start.._at];
            SkipBlanks(line);
            if (name.IsEmpty || char.IsAsciiDigit(name[0]) || !Take(line, '=') || !Take(line, '"'))
                return Wrong("A label is not label=\"value\".", LabelForm, start);
            var valueStart = _at;
            while (_at < line.Length && line[_at] != '"')
                _at += line[_at] == '\\' ? 2 : 1;
            if (_at >= line.Length)
                return Wrong($"The value of the label {name} has no end.", "Escape quotes and backslashes in it by a backslash.", valueStart);
            var label = Word(name);
            if (_labels.Exists(other => ReferenceEquals(other.Key, label)))
                return Wrong($"The label {label} is there twice.", "Give each label once.", start);
            _labels.Add(new(label, line[valueStart.._at].ToString()));
            _at++;
            SkipBlanks(line);
            if (!Take(line, ',') && Next(line) != '}')
                return Wrong("After a label there is neither a comma nor the closing brace.", LabelForm, _at);
        }
        _at++;
        return true;
    }

    private bool ReadNumber(ReadOnlySpan<char> line, string of)
    {
        var start = _at;
        SkipBlanks(line);
        var end = line[_at..].IndexOfAny(' ', '\t') is >= 0 and var length ? _at + length : line.Length;
        var text = line[_at..end];
        if (!IsNumber(text))
            return Wrong(text.IsEmpty ? $"A number is missing{of}." : $"'{Short(text)}' is no number{of}.", Form, of.Length == 0 ? start : _at);
        _at = end;
        SkipBlanks(line);
        return true;
    }

    /// <summary>The timestamp and the exemplar. The exemplar's labels are not those of the series.</summary>
    private bool ReadRest(ReadOnlySpan<char> line)
    {
        if (_at < line.Length && line[_at] != '#' && !ReadNumber(line, ", and so no timestamp"))
            return false;
        if (_at == line.Length)
            return true;
        return line[_at] == '#' || Wrong("There is something after the timestamp.", "A line ends with its value or a timestamp; OpenMetrics allows an exemplar after a #.", _at);
    }

    private void SkipBlanks(ReadOnlySpan<char> line)
    {
        while (_at < line.Length && line[_at] is ' ' or '\t')
            _at++;
    }

    private char Next(ReadOnlySpan<char> line) => _at < line.Length ? line[_at] : '\0';

    /// <summary>Steps over a character and the blanks after it, if it is there; not over those that belong to a value in quotes.</summary>
    private bool Take(ReadOnlySpan<char> line, char expected)
    {
        if (Next(line) != expected)
            return false;
        _at++;
        if (expected != '"')
            SkipBlanks(line);
        return true;
    }

    private string Word(ReadOnlySpan<char> text)
    {
        if (_wordsByText.TryGetValue(text, out var word))
            return word;
        _words.Add(word = text.ToString());
        return word;
    }

    private bool Wrong(string reason, string mend, int at)
    {
        Mistake = (reason, mend, at + 1);
        return false;
    }

    private static string Short(ReadOnlySpan<char> text) => text.Length > MaxQuoted ? $"{text[..MaxQuoted]}…" : text.ToString();

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // .NET reads NaN, but of the infinities only the long names.
    private static bool IsNumber(ReadOnlySpan<char> text) => text is "+Inf" or "-Inf" or "Inf" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
