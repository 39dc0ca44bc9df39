using System.Text.Json;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>The JSON of the API, with enumerations in snake_case. Bodies are read strictly.</summary>
internal static class ApiJson
{
    public static StrictJson Instance { get; } = new(JsonNamingPolicy.SnakeCaseLower);
}
