using System.Text;
using Vernier.Exposition;
using Vernier.Testing.Parsing;

namespace Vernier.Fuzzing.Targets;

/// <summary>Label values, written as both text formats require and read by the strict parsers.</summary>
internal sealed class LabelTarget : FuzzTarget
{
    public override string Name => "label";

    public override IReadOnlyList<string> Corpus => ["plain", "a \"quoted\" \\ text\nin two lines", "\\n", "\uD83D\uDE00 é", "", "\r\t\0"];

    public override bool Run(string input)
    {
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(input));
        var labels = Encoding.UTF8.GetString(LabelText.Encode([new("a", input), new("b", "c")]));
        var text = PrometheusTextParser.Parse($"x{{{labels}}} 1\n").Samples.Single();
        var open = OpenMetricsParser.Parse($"# TYPE x gauge\nx{{{labels}}} 1\n# EOF\n").Samples.Single();
        Require((text.Labels["a"] ?? "") == expected && text.Labels["b"] == "c", "a label has another value in the text format");
        Require((open.Labels["a"] ?? "") == expected && open.Labels["b"] == "c", "a label has another value in OpenMetrics");
        return true;
    }
}
