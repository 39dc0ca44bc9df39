using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>An event and its place in its stream.</summary>
/// <param name="Version">The place: 0 for the first event of a stream, then without gaps.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(long Version, Event Event);
