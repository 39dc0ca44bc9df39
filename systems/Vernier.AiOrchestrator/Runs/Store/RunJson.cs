using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The JSON of stored events, and of requests that an idempotency key identifies: camelCase, enums such as MEDIUM_LOW, no null properties.</summary>
internal static class RunJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };
}
