namespace Vernier.Orchestrix.Store;

/// <summary>The state of an aggregate after some event, kept so that not all of its events need to be loaded.</summary>
/// <param name="Stream">The aggregate's stream.</param>
/// <param name="Version">The version of the last event that the state contains, 0 or more.</param>
/// <param name="State">The state as text in a format of the caller's choice.</param>
public sealed record Snapshot(StreamId Stream, long Version, string State);
