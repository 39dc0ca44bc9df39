using System.Collections.ObjectModel;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Hooks;

/// <summary>One event. Immutable, so that hooks can keep it. What does not apply to the event is null.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Timestamp">When it happened, not when a hook hears of it.</param>
public sealed record HookContext(HookEvent Event, DateTimeOffset Timestamp)
{
    /// <summary>The client's request.</summary>
    public RequestFacts? Request { get; init; }

    /// <summary>The provider's answer. A request that failed may have had one.</summary>
    public ResponseFacts? Response { get; init; }

    /// <summary>The name of the provider in the configuration.</summary>
    public string? Provider { get; init; }

    /// <summary>How long it took: a request from its start to its end, the provider from request to headers, or the wait for a client of the pool.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many bytes were passed on: of a chunk, or of a stream at its end.</summary>
    public long? Bytes { get; init; }

    /// <summary>What went wrong.</summary>
    public ErrorKind? ErrorKind { get; init; }

    /// <summary>The exception behind it, if there was one.</summary>
    public Exception? Error { get; init; }

    /// <summary>What the application calls its own event.</summary>
    public string? Name { get; init; }

    /// <summary>What the application says in its own event. Empty for all others.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The hook that failed.</summary>
    public string? Hook { get; init; }

    /// <summary>The event that a hook failed on, or that was dropped.</summary>
    public HookEvent? About { get; init; }
}
