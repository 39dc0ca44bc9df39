using System.Text.Json.Serialization;

namespace Vernier.Pangolin.Links.Protocol;

/// <summary>How messages are written and read. Unknown properties are ignored, so that later versions can add some.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WireGuardMessage))]
internal sealed partial class WireGuardJson : JsonSerializerContext;
