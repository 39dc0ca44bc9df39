using System.Text;
using Vernier.CcProxy.Usage;
using Vernier.Forwarding;

namespace Vernier.Fuzzing.Targets;

/// <summary>Responses of providers, as server-sent events and as JSON. They are never rejected, and it does not matter where a stream is split.</summary>
internal sealed class UsageTarget : FuzzTarget
{
    public override string Name => "usage";

    public override IReadOnlyList<string> Corpus =>
    [
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1,\"cache_read_input_tokens\":3}}}\n\ndata: {\"usage\":{\"output_tokens\":9}}\r\n\r\ndata: [DONE]\n\n",
        "data: {\"type\":\"error\",\"error\":{\"message\":\"x\"}}\n\n", "data: {\"response\":{\"usage\":{\"input_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":2}}}}\r",
        "{\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":4}}}",
    ];

    public override IReadOnlyList<string> Dictionary => ["data:", "event: ", "\n\n", "\r\n", "\r", "\"usage\"", "\"error\"", "{", "}", "[", "\\ud800", "\"\\ud800\":1,", "\"type\":\"error\"", "\"type\":\"\\udc00\"", "9223372036854775807", "-1", "1.5", "null"];

    public override bool Run(string input)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        var whole = new SseUsageReader();
        whole.Read(bytes);
        whole.End();
        var split = new SseUsageReader();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min((at % 7) + 1, bytes.Length - at);
            split.Read(bytes.AsSpan(at, length));
            at += length;
        }
        split.End();
        Require(whole.Usage == split.Usage && whole.HasError == split.HasError, "a split stream has another usage");

        var json = new JsonUsageReader(new BodyBudget(1 << 20));
        json.Read(bytes);
        json.End();
        return whole.Usage is not null || whole.HasError || json.Usage is not null;
    }
}
