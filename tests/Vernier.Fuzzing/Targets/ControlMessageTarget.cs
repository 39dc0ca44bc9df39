using System.Text;
using Vernier.Pangolin.Channels;

namespace Vernier.Fuzzing.Targets;

/// <summary>Control messages between sites and servers of Pangolin. What is valid is written and read again.</summary>
internal sealed class ControlMessageTarget : FuzzTarget
{
    public override string Name => "control";

    public override IReadOnlyList<string> Corpus { get; } = [.. new ControlMessage[] { new PingMessage(1, 5000), new PongMessage(1), new CloseMessage("replaced"), new ErrorMessage("text") }
        .Select(message => Encoding.UTF8.GetString(ControlFormat.Write(message)))];

    public override IReadOnlyList<string> Dictionary =>
        ["\"type\":", "\"hello\"", "\"welcome\"", "\"config\"", "\"health\"", "\"extension\"", "\"version\":\"1\",", "\"previous\":", "\"targets\":[", "\"name\":\"a\"", "\"data\":{}", "null", "{", "}", "[", "]", ",", "\\ud800", "\\u0000", "true", "1e99"];

    public override bool Run(string input)
    {
        ControlMessage message;
        try
        {
            message = ControlFormat.Read(Encoding.UTF8.GetBytes(input));
        }
        catch (TunnelProtocolException)
        {
            return false;
        }
        var written = ControlFormat.Write(message);
        Require(written.AsSpan().SequenceEqual(ControlFormat.Write(ControlFormat.Read(written))), "a written message is another one");
        return true;
    }
}
