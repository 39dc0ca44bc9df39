using System.Globalization;
using System.Text.Json.Nodes;

namespace Vernier.EndToEnd.Servers;

/// <summary>One series of the result of an instant query. The metric name, if present, is the label <c>__name__</c>.</summary>
internal sealed record QuerySample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    public override string ToString() =>
        $"{{{string.Join(", ", Labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}} {Value.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads the <c>data</c> of an instant query (Prometheus HTTP API v1): a vector, or a scalar as one sample without labels.</summary>
    public static IReadOnlyList<QuerySample> ReadAll(JsonNode data)
    {
        var result = data["result"]!.AsArray();
        return (string)data["resultType"]! switch
        {
            "vector" => [.. result.Select(series => new QuerySample(ReadLabels(series!["metric"]!), ReadValue(series["value"]!)))],
            "scalar" => [new(new Dictionary<string, string>(), ReadValue(result))],
            var other => throw new NotSupportedException($"Expected a vector or a scalar instead of a {other}."),
        };
    }

    private static Dictionary<string, string> ReadLabels(JsonNode metric) => metric.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);

    // [seconds, "value"]
    private static double ReadValue(JsonNode pair) => (string)pair[1]! switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };
}
