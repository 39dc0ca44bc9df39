using System.Collections.ObjectModel;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Hooks;

/// <summary>An event with its data. Immutable; properties that do not apply to the event are null.</summary>
/// <param name="Event">The event.</param>
/// <param name="Timestamp">When it happened; a background hook receives it later.</param>
public sealed record HookContext(HookEvent Event, DateTimeOffset Timestamp)
{
    /// <summary>Gets the client's request.</summary>
    public RequestInfo? Request { get; init; }

    /// <summary>Gets the provider's response. A failed request can have one.</summary>
    public ResponseInfo? Response { get; init; }

    /// <summary>Gets the name of the provider in the configuration.</summary>
    public string? Provider { get; init; }

    /// <summary>
    /// Gets the duration: of a request from start to end, of a provider from request to response headers, or of the wait for a client of the pool.
    /// </summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the number of bytes sent to the client: of a chunk, or of a whole stream at its end.</summary>
    public long? Bytes { get; init; }

    /// <summary>Gets the kind of the error.</summary>
    public ErrorKind? ErrorKind { get; init; }

    /// <summary>Gets the exception behind the error, if there is one.</summary>
    public Exception? Error { get; init; }

    /// <summary>
    /// Gets a value indicating whether the request ends with this event: <see cref="HookEvent.RequestCompleted"/>,
    /// <see cref="HookEvent.RequestFailed"/>, and a <see cref="HookEvent.ProviderError"/> because of which the request fails. Such a provider error is
    /// followed by <see cref="HookEvent.RequestFailed"/> with the same <see cref="ErrorKind"/>; count only one of them.
    /// </summary>
    public bool IsFinal { get; init; }

    /// <summary>Gets the name of a custom event.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the data of a custom event; empty for all other events.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Gets the name of the hook that failed.</summary>
    public string? Hook { get; init; }

    /// <summary>Gets the event on which a hook failed, or that was dropped.</summary>
    public HookEvent? AffectedEvent { get; init; }
}

/// <summary>A client's request. Immutable; later events of the same request carry more data.</summary>
/// <param name="Id">Identifies the request in all its events.</param>
/// <param name="Route">The route.</param>
/// <param name="StartedAt">When the request arrived.</param>
public sealed record RequestInfo(string Id, ApiRoute Route, DateTimeOffset StartedAt)
{
    /// <summary>Gets the HTTP method.</summary>
    public RequestMethod Method => ApiRoutes.MethodOf(Route);

    /// <summary>
    /// Gets the model as the client wrote it; null if it is not known yet or missing. Do not use it as a label value: clients can send any text.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Gets the model if the configuration contains it or the provider accepted it; otherwise null. Safe as a label value.</summary>
    public string? KnownModel { get; init; }

    /// <summary>Gets the name of the provider in the configuration; null if it is not known yet or no provider serves the model.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets a value indicating whether the client asks for a stream.</summary>
    public bool IsStream { get; init; }
}

/// <summary>A provider's response. Immutable; later events of the same request carry more data.</summary>
/// <param name="StatusCode">The HTTP status.</param>
public sealed record ResponseInfo(int StatusCode)
{
    /// <summary>Gets a value indicating whether the response is a stream of server-sent events.</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets the tokens that the provider reported; null before the end of the request, or if it reported none.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets the cost of the tokens by the price table; null without usage or price.</summary>
    public RequestCost? Cost { get; init; }
}
