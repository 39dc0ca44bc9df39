using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>Reads names in requests.</summary>
internal static class RequestNames
{
    /// <summary>Returns the value with a name.</summary>
    /// <param name="kind">What the name denotes, for the message.</param>
    /// <param name="name">The name, in any case.</param>
    /// <exception cref="RequestException">400: the name is unknown. The message lists those that are allowed.</exception>
    public static T Parse<T>(string kind, string name)
        where T : struct, Enum => EnumNames<T>.TryParse(name, out var value)
        ? value
        : throw RunErrors.Invalid($"{RunErrors.Show(name)} is not a valid {kind.ToLowerInvariant()}. Allowed are {EnumNames<T>.List}.");
}
