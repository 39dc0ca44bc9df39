namespace Vernier.Families;

/// <summary>What all series of one collection have in common. Immutable.</summary>
/// <param name="Time">
/// When the collection began, by the registry's clock, before any callback was called. Use it as the timestamp of all samples of the collection.
/// </param>
public sealed record CollectionContext(DateTimeOffset Time);
