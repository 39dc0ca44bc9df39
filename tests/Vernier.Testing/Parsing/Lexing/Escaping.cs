using System.Text;

namespace Vernier.Testing.Parsing.Lexing;

/// <summary>The characters that a backslash may escape, and the treatment of other escapes.</summary>
/// <param name="escapable">The characters that may follow a backslash; "n" means a line feed.</param>
/// <param name="keepsUnknown">Whether other escapes are read literally, including the backslash, instead of being errors.</param>
internal sealed class Escaping(string escapable, bool keepsUnknown)
{
    /// <summary>Reads a text in double quotes.</summary>
    public string ReadQuoted(LineCursor cursor, string what)
    {
        var start = cursor.Position;
        cursor.Expect('"', $"expected '\"' before {what} but found {cursor.Describe()}");
        var text = new StringBuilder();
        while (!cursor.Skip('"'))
        {
            if (cursor.AtEnd)
                throw new ExpositionParseException(start, $"{what} has no closing '\"'");
            ReadCharacter(cursor, text);
        }

        return text.ToString();
    }

    /// <summary>Reads the rest of the line.</summary>
    public string ReadToEnd(LineCursor cursor, bool allowsQuote)
    {
        var text = new StringBuilder();
        while (!cursor.AtEnd)
        {
            if (cursor.Current == '"' && !allowsQuote)
                throw cursor.Error("'\"' must be escaped");
            ReadCharacter(cursor, text);
        }

        return text.ToString();
    }

    private void ReadCharacter(LineCursor cursor, StringBuilder text)
    {
        var start = cursor.Position;
        var character = cursor.Take();
        if (character != '\\')
        {
            text.Append(character);
            return;
        }

        if (cursor.AtEnd)
            throw new ExpositionParseException(start, "a backslash at the end of the line escapes nothing");
        var described = cursor.Describe();
        var escaped = cursor.Take();
        if (escapable.Contains(escaped))
            text.Append(escaped == 'n' ? '\n' : escaped);
        else if (keepsUnknown)
            text.Append('\\').Append(escaped);
        else
            throw new ExpositionParseException(start, $"a backslash must not escape {described}");
    }
}
