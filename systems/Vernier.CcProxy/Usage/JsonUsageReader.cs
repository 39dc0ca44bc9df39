using System.Buffers;
using System.Text.Json;

namespace Vernier.CcProxy.Usage;

/// <summary>Reads the usage of an answer that is one JSON object; of one that is too large to keep, there is none.</summary>
internal sealed class JsonUsageReader(int maxBytes = JsonUsageReader.DefaultMaxBytes) : IUsageReader
{
    public const int DefaultMaxBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();
    private bool _tooLarge;

    public TokenUsage? Usage { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        _tooLarge |= _body.WrittenCount + bytes.Length > maxBytes;
        if (!_tooLarge)
            _body.Write(bytes);
    }

    public void End()
    {
        if (_tooLarge)
            return;
        try
        {
            using var document = JsonDocument.Parse(_body.WrittenMemory);
            var figures = default(UsageFigures);
            UsageJson.Read(document.RootElement, ref figures);
            Usage = figures.ToUsage();
        }
        catch (JsonException)
        {
            // Not JSON, or half of it: the answer goes to the client as it is, and nothing is known of its usage.
        }
    }
}
