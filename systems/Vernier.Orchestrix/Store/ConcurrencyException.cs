namespace Vernier.Orchestrix.Store;

/// <summary>Somebody else has written to the stream since it was loaded; nothing was saved. Load again, decide again, save again.</summary>
/// <param name="stream">The stream.</param>
/// <param name="expectedVersion">The version that the caller expected it to have; −1 for a stream that should not exist yet.</param>
/// <param name="inner">What the database said, if a database noticed.</param>
public sealed class ConcurrencyException(StreamId stream, long expectedVersion, Exception? inner = null)
    : Exception($"The stream {stream} is not at version {expectedVersion}; nothing was saved.", inner)
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>The version that the caller expected it to have.</summary>
    public long ExpectedVersion { get; } = expectedVersion;
}
