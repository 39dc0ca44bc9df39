namespace Vernier.AiOrchestrator.Storage;

/// <summary>The database is unavailable or a statement failed. The message is for the operator and contains no secrets.</summary>
internal sealed class StorageException(string message, Exception? cause = null) : AiOrchestratorException(message, cause);
