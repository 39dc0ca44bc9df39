using System.Text;

namespace Vernier.Dev;

internal enum TextKind
{
    Literal,
    Comment,
    Documentation,
}

/// <summary>Reads the texts of a C# file: string literals, comments and documentation comments. Everything else is code.</summary>
internal sealed class SourceText
{
    private readonly string _source;
    private readonly char[] _code;
    private readonly List<int> _lineStarts = [0];
    private readonly List<TextBlock> _blocks = [];
    private TextBlock? _comment;
    private int _commentEnd;
    private int _position;

    public SourceText(string source)
    {
        _source = source;
        _code = source.ToCharArray();
        for (var i = source.IndexOf('\n'); i >= 0; i = source.IndexOf('\n', i + 1))
            _lineStarts.Add(i + 1);
        ReadCode(closingBraces: 0);
    }

    /// <summary>The literals and comments in the order in which they end. Consecutive comment lines are one block.</summary>
    public IReadOnlyList<TextBlock> Blocks => _blocks;

    /// <summary>The source with blanks in place of literals and comments; each remaining character keeps its position.</summary>
    public string Code => new(_code);

    public int LineAt(int position) => _lineStarts.FindLastIndex(start => start <= position) + 1;

    private bool At(string text) => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0;

    private int RunOf(char c, int from)
    {
        var end = from;
        while (end < _source.Length && _source[end] == c)
            end++;
        return end - from;
    }

    /// <summary>Reads to the end of the file, or to the end of an interpolation that is closed by this number of braces.</summary>
    private void ReadCode(int closingBraces)
    {
        var depth = 0;
        while (_position < _source.Length)
        {
            var c = _source[_position];
            if (closingBraces > 0 && c == '}' && depth == 0)
                return;
            if (At("//"))
                ReadLineComment();
            else if (At("/*"))
                Skip(_source.IndexOf("*/", _position, StringComparison.Ordinal) + 2);
            else if (c == '\'')
                ReadCharacter();
            else if (StringPrefix() is var prefix and >= 0)
                ReadString(prefix);
            else
            {
                depth += c is '{' or '(' ? 1 : c is '}' or ')' ? -1 : 0;
                _position++;
            }
        }
    }

    private void Skip(int to)
    {
        for (; _position < to; _position++)
        {
            if (_source[_position] != '\n')
                _code[_position] = ' ';
        }
    }

    private void ReadLineComment()
    {
        var slashes = RunOf('/', _position);
        var kind = slashes == 3 ? TextKind.Documentation : TextKind.Comment;
        var end = _source.IndexOf('\n', _position) is var newLine and >= 0 ? newLine : _source.Length;
        // A comment on the line directly after a comment continues it.
        var between = _source.AsSpan(_commentEnd, _position - _commentEnd);
        if (_comment is null || _comment.Kind != kind || !between.IsWhiteSpace() || between.Count('\n') > 1)
            _blocks.Add(_comment = new TextBlock(kind, _position));
        _comment.AddLine(_source[(_position + slashes)..end].Trim(), LineAt(_position));
        Skip(end);
        _commentEnd = end;
    }

    private void ReadCharacter()
    {
        var end = _position + (_source[_position + 1] == '\\' ? 3 : 2);
        Skip(_source.IndexOf('\'', Math.Min(end, _source.Length - 1)) + 1);
    }

    /// <summary>The length of the prefix of a string that begins here; -1 when none does.</summary>
    private int StringPrefix()
    {
        var end = _position;
        while (end < _source.Length && _source[end] is '$' or '@')
            end++;
        return end < _source.Length && _source[end] == '"' ? end - _position : -1;
    }

    private void ReadString(int prefixLength)
    {
        var prefix = _source.AsSpan(_position, prefixLength);
        var (dollars, isVerbatim) = (prefix.Count('$'), prefix.Contains('@'));
        var block = new TextBlock(TextKind.Literal, _position);
        Skip(_position + prefixLength);
        var quotes = RunOf('"', _position);
        var isRaw = quotes >= 3 && !isVerbatim;
        Skip(_position + (isRaw ? quotes : 1));
        while (_position < _source.Length)
        {
            var c = _source[_position];
            if (isRaw ? c == '"' && RunOf('"', _position) >= quotes : c == '"' && !(isVerbatim && RunOf('"', _position) % 2 == 0))
                break;
            if (dollars > 0 && c == '{' && OpensHole(RunOf('{', _position), dollars, isRaw))
                ReadHole(block, Math.Max(1, isRaw ? dollars : 1), RunOf('{', _position));
            else
                ReadCharacters(block, c switch { '{' => RunOf('{', _position), '"' when isVerbatim => 2, '\\' when !isVerbatim && !isRaw => 2, _ => 1 });
        }
        Skip(Math.Min(_position + (isRaw ? quotes : 1), _source.Length));
        _blocks.Add(block);
    }

    private static bool OpensHole(int braces, int dollars, bool isRaw) => isRaw ? braces >= dollars : braces % 2 == 1;

    private void ReadCharacters(TextBlock block, int count)
    {
        for (; count > 0 && _position < _source.Length; count--)
        {
            block.Add(_source[_position], LineAt(_position), isProse: true);
            Skip(_position + 1);
        }
    }

    private void ReadHole(TextBlock block, int braces, int run)
    {
        ReadCharacters(block, run - braces);
        var start = _position;
        Skip(_position + braces);
        ReadCode(braces);
        Skip(Math.Min(_position + braces, _source.Length));
        foreach (var c in _source.AsSpan(start, _position - start))
            block.Add(c, LineAt(start), isProse: false);
    }
}

/// <summary>A string literal, or a comment of one or more lines.</summary>
internal sealed class TextBlock(TextKind kind, int position)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _prose = new();
    private readonly List<(int Offset, int Line)> _lines = [];

    public TextKind Kind => kind;

    /// <summary>Where the block begins in its file.</summary>
    public int Position => position;

    /// <summary>The text with its interpolations.</summary>
    public string Text => _text.ToString();

    /// <summary>The text with underscores in place of interpolations; offsets are those of <see cref="Text"/>.</summary>
    public string Prose => _prose.ToString();

    public int LineAt(int offset) => _lines.FindLast(line => line.Offset <= offset).Line;

    public void AddLine(string text, int line)
    {
        if (_text.Length > 0)
            Add(' ', line, isProse: true);
        foreach (var c in text)
            Add(c, line, isProse: true);
    }

    public void Add(char c, int line, bool isProse)
    {
        if (_lines is [] || _lines[^1].Line != line)
            _lines.Add((_text.Length, line));
        // A line break and the indentation after it count as one blank, so that phrases are found across lines.
        if (isProse && char.IsWhiteSpace(c))
        {
            if (_text.Length > 0 && _text[^1] == ' ')
                return;
            c = ' ';
        }
        _text.Append(c);
        _prose.Append(isProse ? c : '_');
    }
}
