using System.Buffers;
using System.Text.Json;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Usage;

/// <summary>
/// Reads the usage from a response that is one JSON object. A response larger than the limit, or than what is left of the memory for bodies, has no usage.
/// </summary>
/// <param name="budget">The memory for the bodies of all requests in flight.</param>
/// <param name="maxBytes">The limit for one response.</param>
internal sealed class JsonUsageReader(BodyBudget budget, int maxBytes = JsonUsageReader.DefaultMaxBytes) : UsageReader
{
    public const int DefaultMaxBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();
    private bool _tooLarge;
    private TokenUsage? _usage;

    public override TokenUsage? Usage => _usage;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        _tooLarge = _tooLarge || _body.WrittenCount + bytes.Length > maxBytes || !budget.TryTake(bytes.Length);
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

    public override void Dispose()
    {
        budget.Return(_body.WrittenCount);
        _body.ResetWrittenCount();
        base.Dispose();
    }
}
