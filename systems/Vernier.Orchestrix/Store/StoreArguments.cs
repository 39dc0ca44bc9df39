using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>The argument checks of all stores, so that all reject the same calls.</summary>
internal static class StoreArguments
{
    public static void CheckSave(IReadOnlyList<Event> events, long expectedVersion)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0 || events.Contains(null!))
            throw new ArgumentException("At least one event is required, and no event may be null.", nameof(events));
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedVersion, -1);
    }

    public static void CheckLoad(long fromVersion) => ArgumentOutOfRangeException.ThrowIfNegative(fromVersion);

    public static void CheckSnapshot(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentOutOfRangeException.ThrowIfNegative(snapshot.Version);
        ArgumentNullException.ThrowIfNull(snapshot.State);

        // PostgreSQL cannot store it in text; all stores reject it, so that tests with the in-memory store find the error too.
        if (snapshot.State.Contains('\0'))
            throw new ArgumentException("The state of a snapshot must not contain the character NUL.", nameof(snapshot));
    }
}
