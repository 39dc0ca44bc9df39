using System.Text.Json;

namespace Vernier.CcProxy.Usage;

/// <summary>
/// Reads the usage from server-sent events (WHATWG HTML, section 9.2.6), wherever the bytes are split. Only events whose data can contain usage or
/// an error are parsed. Malformed lines and lines longer than the limit are skipped.
/// </summary>
internal sealed class SseUsageReader(int maxLineBytes = SseUsageReader.DefaultMaxLineBytes) : UsageReader
{
    public const int DefaultMaxLineBytes = 1024 * 1024;

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private UsageFigures _figures;
    private byte[] _line = new byte[1024];
    private int _length;
    private bool _skipsLine;
    private bool _hasError;

    public override TokenUsage? Usage => _figures.ToUsage();

    public override bool HasError => _hasError;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny(LineFeed, CarriageReturn);
            Append(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Discards an incomplete line. Complete lines count even if the empty line that ends their event is missing.</summary>
    public override void End() => _length = 0;

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _skipsLine |= _length + bytes.Length > maxLineBytes;
        if (_skipsLine)
            return;
        if (_length + bytes.Length > _line.Length)
            Array.Resize(ref _line, Math.Max(_line.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void EndLine()
    {
        ReadOnlyMemory<byte> line = _line.AsMemory(0, _skipsLine ? 0 : _length);
        _length = 0;
        _skipsLine = false;
        if (!line.Span.StartsWith("data:"u8))
            return;
        line = line["data:".Length..];
        if (line.Span.IndexOf("\"usage\""u8) >= 0 || line.Span.IndexOf("\"error\""u8) >= 0)
            ReadData(line);
    }

    private void ReadData(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            UsageJson.Read(document.RootElement, ref _figures);
            _hasError |= IsError(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is thrown for a name or text with half of a surrogate pair.
            // Data of several lines, or not JSON. The client gets it unchanged.
        }
    }

    /// <summary>Anthropic's API and OpenAI's Responses API send <c>"type":"error"</c>; Chat Completions has an object <c>error</c> at the root.</summary>
    private static bool IsError(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && ((root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("error"))
            || (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object));
}
