namespace Vernier.AiOrchestrator.Storage;

/// <summary>
/// The state of the orchestrator is not accessible: the database is unavailable, or the data directory is in use or cannot be written to. The message is
/// for the operator and contains no secrets. An application gets this exception when it starts; requests get 503.
/// </summary>
public sealed class StorageException : Exception
{
    internal StorageException(string message, Exception? cause = null, bool isUniqueViolation = false)
        : base(message, cause) => IsUniqueViolation = isUniqueViolation;

    /// <summary>Whether a row with the same key exists.</summary>
    internal bool IsUniqueViolation { get; }
}
