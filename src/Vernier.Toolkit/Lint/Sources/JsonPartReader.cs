using System.Text;
using System.Text.Json;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads JSON and keeps where everything stood.</summary>
internal ref struct JsonPartReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _column = 1;
    private int _seen;

    private JsonPartReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes);
    }

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonPart Read(string text)
    {
        var reader = new JsonPartReader(Encoding.UTF8.GetBytes(text));
        reader._reader.Read();
        var part = reader.ReadValue();
        // What follows the value is a mistake, which the reader finds.
        reader._reader.Read();
        return part;
    }

    private JsonPart ReadValue()
    {
        var part = Here();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
                {
                    var name = ReadText();
                    _reader.Read();
                    part.Members[name] = ReadValue();
                }
                break;
            case JsonTokenType.StartArray:
                while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
                    part.Items.Add(ReadValue());
                break;
        }
        return part;
    }

    /// <summary>Where a mistake stands in the text: the reader counts lines from 0, and bytes.</summary>
    public static (int Line, int Column) PlaceOf(string text, JsonException mistake)
    {
        var line = (int)(mistake.LineNumber ?? 0);
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n').ElementAtOrDefault(line) ?? "");
        return (line + 1, Encoding.UTF8.GetCharCount(bytes, 0, Math.Min((int)(mistake.BytePositionInLine ?? 0), bytes.Length)) + 1);
    }

    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("an escape stands for half a character.", path: null, _bytes[..(int)_reader.TokenStartIndex].Count((byte)'\n'), _reader.TokenStartIndex - (_bytes[..(int)_reader.TokenStartIndex].LastIndexOf((byte)'\n') + 1));
        }
    }

    private JsonPart Here()
    {
        for (var start = (int)_reader.TokenStartIndex; _seen < start; _seen++)
        {
            var next = _bytes[_seen];
            if (next == '\n')
                (_line, _column) = (_line + 1, 1);
            else if ((next & 0xC0) != 0x80)
                // One character for each that begins, two for those that UTF-16 has in two.
                _column += next >= 0xF0 ? 2 : 1;
        }
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
}
