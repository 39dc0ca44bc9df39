namespace Vernier.Orchestrix.Store;

/// <summary>The stream has another version than expected, because of a concurrent write; nothing was saved. Load the stream and retry.</summary>
/// <param name="stream">The stream.</param>
/// <param name="expectedVersion">The version that the caller expected; −1 for a new stream.</param>
/// <param name="inner">The exception of the database, if it detected the conflict.</param>
public sealed class ConcurrencyException(StreamId stream, long expectedVersion, Exception? inner = null)
    : Exception($"The stream {stream} is not at version {expectedVersion}; nothing was saved.", inner)
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>The version that the caller expected; −1 for a new stream.</summary>
    public long ExpectedVersion { get; } = expectedVersion;
}

/// <summary>
/// The store is unreachable or did not respond in time. A later call may succeed. If the connection broke during a save, the save is either complete or
/// had no effect: repeating it with the same expected version is safe.
/// </summary>
/// <param name="message">The message; never contains a password.</param>
/// <param name="inner">The cause.</param>
public sealed class EventStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A stream would exceed the memory of an in-memory store alone; nothing was saved.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maxBytes">The limit of the store in bytes.</param>
public sealed class EventStoreFullException(StreamId stream, long maxBytes)
    : Exception($"The stream {stream} exceeds the limit of the in-memory event store of {maxBytes} bytes alone; nothing was saved. Increase max_store_bytes or use PostgreSQL.");
