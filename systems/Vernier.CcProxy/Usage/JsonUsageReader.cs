using System.Buffers;
using System.Text.Json;

namespace Vernier.CcProxy.Usage;

/// <summary>Reads the usage from a response that is one JSON object. A response larger than the limit has no usage.</summary>
internal sealed class JsonUsageReader(int maxBytes = JsonUsageReader.DefaultMaxBytes) : UsageReader
{
    public const int DefaultMaxBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();
    private bool _tooLarge;
    private TokenUsage? _usage;

    public override TokenUsage? Usage => _usage;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        _tooLarge |= _body.WrittenCount + bytes.Length > maxBytes;
        if (!_tooLarge)
            _body.Write(bytes);
    }

    public override void End()
    {
        if (_tooLarge)
            return;
        try
        {
            using var document = JsonDocument.Parse(_body.WrittenMemory);
            var figures = default(UsageFigures);
            UsageJson.Read(document.RootElement, ref figures);
            _usage = figures.ToUsage();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is thrown for a name or text with half of a surrogate pair.
            // Not JSON. The client gets it unchanged, and its usage is unknown.
        }
    }
}
