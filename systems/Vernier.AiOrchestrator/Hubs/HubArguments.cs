using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Reads the names in the arguments of hub methods.</summary>
internal static class HubArguments
{
    /// <exception cref="RequestException">400: the name is unknown.</exception>
    public static T Parse<T>(string? name, string kind)
        where T : struct, Enum => EnumNames<T>.TryParse(name, out var value) ? value
        : throw new RequestException(StatusCodes.Status400BadRequest, $"Unknown {kind} {RunErrors.Show(name ?? "")}. It must be one of {EnumNames<T>.List}.");
}
