using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Hooks;

/// <summary>What is known of a client's request. Immutable; later events of the same request know more.</summary>
/// <param name="Id">Names the request; the same in all its events.</param>
/// <param name="Route">Where it came in.</param>
/// <param name="StartedAt">When it came in.</param>
public sealed record RequestFacts(string Id, ApiRoute Route, DateTimeOffset StartedAt)
{
    /// <summary>The HTTP method.</summary>
    public RequestMethod Method => ApiRoutes.MethodOf(Route);

    /// <summary>The model as the client wrote it; null when it is not known yet, or there is none. Not for labels: a client can write anything.</summary>
    public string? Model { get; init; }

    /// <summary>The model when the configuration names it, or the provider accepted it; otherwise null.</summary>
    public string? KnownModel { get; init; }

    /// <summary>The name of the provider in the configuration; null when it is not known yet, or there is none.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool IsStream { get; init; }
}
