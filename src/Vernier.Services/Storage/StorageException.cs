namespace Vernier.Services.Storage;

/// <summary>
/// The database or the data directory is unavailable, or a statement failed. An application gets this exception when it starts. The message is for the
/// operator and contains no secrets.
/// </summary>
public sealed class StorageException : Exception
{
    internal StorageException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
