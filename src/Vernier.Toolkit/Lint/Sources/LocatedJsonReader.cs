using System.Text;
using System.Text.Json;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads JSON and keeps the location of every value.</summary>
internal ref struct LocatedJsonReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly CancellationToken _cancellation;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _column = 1;
    private int _position;
    private int _values;

    private LocatedJsonReader(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        _bytes = bytes;
        _cancellation = cancellation;
        _reader = new Utf8JsonReader(bytes);
    }

    /// <exception cref="JsonException">The text is not valid JSON, or has too many values.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static LocatedJson Read(string text, CancellationToken cancellation = default)
    {
        var reader = new LocatedJsonReader(Encoding.UTF8.GetBytes(text), cancellation);
        reader._reader.Read();
        var root = reader.ReadValue();
        // Throws if anything follows the root value.
        reader._reader.Read();
        return root;
    }

    /// <summary>Returns the line and column of an error, both starting at 1. The exception counts lines from 0 and columns in bytes.</summary>
    public static (int Line, int Column) LocationOf(string text, JsonException error)
    {
        var line = (int)(error.LineNumber ?? 0);
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n').ElementAtOrDefault(line) ?? "");
        return (line + 1, Encoding.UTF8.GetCharCount(bytes, 0, Math.Min((int)(error.BytePositionInLine ?? 0), bytes.Length)) + 1);
    }

    private LocatedJson ReadValue()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (++_values > YamlReader.MaxValues)
            throw Error($"the file has more than {YamlReader.MaxValues:N0} values");
        var value = ReadToken();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => value with { Members = ReadMembers() },
            JsonTokenType.StartArray => value with { Items = ReadItems() },
            _ => value,
        };
    }

    private Dictionary<string, LocatedJson> ReadMembers()
    {
        var members = new Dictionary<string, LocatedJson>();
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = ReadText();
            _reader.Read();
            members[name] = ReadValue();
        }
        return members;
    }

    private List<LocatedJson> ReadItems()
    {
        var items = new List<LocatedJson>();
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
            items.Add(ReadValue());
        return items;
    }

    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("an escape sequence is half of a surrogate pair.");
        }
    }

    private readonly JsonException Error(string problem)
    {
        var before = _bytes[..(int)_reader.TokenStartIndex];
        return new JsonException(problem, path: null, before.Count((byte)'\n'), before.Length - (before.LastIndexOf((byte)'\n') + 1));
    }

    private LocatedJson ReadToken()
    {
        AdvanceTo((int)_reader.TokenStartIndex);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new(JsonValueKind.Object, _line, _column),
            JsonTokenType.StartArray => new(JsonValueKind.Array, _line, _column),
            JsonTokenType.String => new(JsonValueKind.String, _line, _column) { Text = ReadText(), IsPlain = !_reader.ValueIsEscaped },
            JsonTokenType.Number => new(JsonValueKind.Number, _line, _column) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
            JsonTokenType.True => new(JsonValueKind.True, _line, _column),
            JsonTokenType.False => new(JsonValueKind.False, _line, _column),
            _ => new(JsonValueKind.Null, _line, _column),
        };
    }

    /// <summary>Counts lines and columns up to a byte. Columns are UTF-16 code units, as in editors.</summary>
    private void AdvanceTo(int position)
    {
        for (; _position < position; _position++)
        {
            var next = _bytes[_position];
            if (next == '\n')
                (_line, _column) = (_line + 1, 1);
            else if ((next & 0xC0) != 0x80)
                // The first byte of a character: a sequence of four bytes is a surrogate pair.
                _column += next >= 0xF0 ? 2 : 1;
        }
    }
}
