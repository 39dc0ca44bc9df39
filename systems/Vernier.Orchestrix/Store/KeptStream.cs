namespace Vernier.Orchestrix.Store;

/// <summary>What an <see cref="InMemoryEventStore"/> keeps of one stream, under its lock.</summary>
internal sealed class KeptStream(StreamId id)
{
    public StreamId Id { get; } = id;

    public List<StoredEvent> Events { get; } = [];

    public Snapshot? Snapshot { get; set; }

    /// <summary>What it counts of the store's bound.</summary>
    public int Size => Events.Count + (Snapshot is null ? 0 : 1);
}
