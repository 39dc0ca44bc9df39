using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>The checks that every store makes, so that all refuse the same calls.</summary>
internal static class StoreArguments
{
    public static void CheckSave(IReadOnlyList<Event> events, long expectedVersion)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0 || events.Contains(null!))
            throw new ArgumentException("There must be at least one event, and none of them null.", nameof(events));
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedVersion, -1);
    }

    public static void CheckLoad(long fromVersion) => ArgumentOutOfRangeException.ThrowIfNegative(fromVersion);

    public static void CheckSnapshot(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentOutOfRangeException.ThrowIfNegative(snapshot.Version);
        ArgumentNullException.ThrowIfNull(snapshot.State);

        // PostgreSQL's text cannot hold it; refused everywhere, so that a test against memory finds the same.
        if (snapshot.State.Contains('\0'))
            throw new ArgumentException("The state of a snapshot must not contain the character NUL.", nameof(snapshot));
    }
}
