using System.Text;
using System.Text.Json;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads JSON and keeps where everything stood. Columns count bytes of UTF-8, as the errors of the JSON reader do.</summary>
internal ref struct JsonPartReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineStart;
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
        JsonPart part = reader.ReadValue();
        // What follows the value is a mistake, which the reader finds.
        reader._reader.Read();
        return part;
    }

    private JsonPart ReadValue()
    {
        JsonPart part = Here();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
                {
                    string name = _reader.GetString()!;
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

    private JsonPart Here()
    {
        int start = (int)_reader.TokenStartIndex;
        for (; _seen < start; _seen++)
        {
            if (_bytes[_seen] == '\n')
                (_line, _lineStart) = (_line + 1, _seen + 1);
        }
        int column = start - _lineStart + 1;
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new(JsonValueKind.Object, _line, column),
            JsonTokenType.StartArray => new(JsonValueKind.Array, _line, column),
            JsonTokenType.String => new(JsonValueKind.String, _line, column) { Text = _reader.GetString()!, IsPlain = !_reader.ValueIsEscaped },
            JsonTokenType.Number => new(JsonValueKind.Number, _line, column) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
            JsonTokenType.True => new(JsonValueKind.True, _line, column),
            JsonTokenType.False => new(JsonValueKind.False, _line, column),
            _ => new(JsonValueKind.Null, _line, column),
        };
    }
}
