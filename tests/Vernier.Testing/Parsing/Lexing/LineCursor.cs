namespace Vernier.Testing.Parsing.Lexing;

/// <summary>A cursor in one line without line feeds.</summary>
internal sealed class LineCursor(string text, int line)
{
    // A line contains no line feed, so this character can represent its end.
    private const char End = '\n';

    private int _index;

    public TextPosition Position => new(line, _index + 1);

    public bool AtEnd => _index == text.Length;

    public char Current => AtEnd ? End : text[_index];

    public static bool IsBlank(char c) => c is ' ' or '\t';

    public bool Skip(char expected)
    {
        if (Current != expected)
            return false;
        _index++;
        return true;
    }

    public void SkipBlanks()
    {
        while (IsBlank(Current))
            _index++;
    }

    public void Expect(char expected, string otherwise)
    {
        if (!Skip(expected))
            throw Error(otherwise);
    }

    /// <summary>The current character, which must not be the end; moves past it.</summary>
    public char Take() => text[_index++];

    public string TakeWhile(Func<char, bool> belongs)
    {
        var start = _index;
        while (!AtEnd && belongs(text[_index]))
            _index++;
        return text[start.._index];
    }

    public ExpositionParseException Error(string reason) => new(Position, reason);

    /// <summary>Describes the current character for messages.</summary>
    public string Describe() => AtEnd ? "the end of the line" : char.IsControl(Current) ? $"U+{(int)Current:X4}" : $"'{Current}'";
}
