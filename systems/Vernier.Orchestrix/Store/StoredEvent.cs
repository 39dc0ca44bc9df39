using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>An event with its version in the stream.</summary>
/// <param name="Version">The version: 0 for the first event of a stream, then without gaps.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(long Version, Event Event);

/// <summary>The state of an aggregate after an event, so that earlier events need not be loaded.</summary>
/// <param name="Stream">The stream of the aggregate.</param>
/// <param name="Version">The version of the last event that the state contains, 0 or more.</param>
/// <param name="State">The state as text, in a format of the caller.</param>
public sealed record Snapshot(StreamId Stream, long Version, string State);
